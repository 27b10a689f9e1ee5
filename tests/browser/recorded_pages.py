"""The recorded pages of the working material: addresses, screens, and what is known about each."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# Hosts of these pages are in no platform's file, so a person adds them; this one needs no browser prompt in a test.
ADDED = {"mastodon": "localhost", "scheduler-generic": "localhost"}
LEFT_OFF = {"whatsapp"}
"""Private chats and public channels look alike there, so no file describes it."""
_SCREEN = re.compile(r'data-fx-screen="([^"]*)" data-fx-url="([^"]*)" data-fx-expect="([^"]*)"')


@dataclass(frozen=True)
class Screen:
    """One screen of one recorded page."""

    file: Path
    name: str
    recorded_at: str
    known: dict[str, Any]

    @property
    def page(self) -> str:
        return self.file.stem

    @property
    def is_composer(self) -> bool:
        return "text" in self.known

    @cached_property
    def source(self) -> str:
        return self.file.read_text("utf-8")

    @property
    def address(self) -> str:
        """Where a test opens it: as recorded, but for hosts that a person has to add."""
        parts = urlsplit(self.recorded_at)
        host = ADDED.get(self.page)
        place = f"http://{host}" if host else f"{parts.scheme}://{parts.netloc}"
        query = f"{parts.query}&" if parts.query else ""
        return f"{place}{parts.path}?{query}fx={self.name}"


def read_screens(folder: Path) -> list[Screen]:
    """Every screen of every recorded page that is not left off."""
    screens = []
    for file in sorted(folder.glob("*.html")):
        for name, address, known in _SCREEN.findall(file.read_text("utf-8")):
            screens.append(Screen(file, name, html.unescape(address), json.loads(html.unescape(known))))
    return [screen for screen in screens if screen.page not in LEFT_OFF]
