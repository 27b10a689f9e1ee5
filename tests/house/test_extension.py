"""What the extension's source has to keep to, read from the source itself."""

from __future__ import annotations

import json
import re
from pathlib import Path

from secondreading.deploy.archive import write_zip
from secondreading.deploy.pack import read_extension
from tests.house.source import PROJECT, shown, tracked

EXTENSION = PROJECT / "extension"
LARGEST_BYTES = 200 * 1024

_STORAGE = r"\b(?:chrome|browser)\s*\??\.\s*storage\b|\b(?:localStorage|sessionStorage|indexedDB)\b"
_NETWORK = r"\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b|\bsendBeacon\b"
_MARKUP = (
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe)\b"
    r"|\bdocument\.write|\beval\s*\(|\bnew Function\b"
)


def _scripts() -> list[Path]:
    return tracked(".js", ".mjs", ".html", under="extension")


def _code_lines(path: Path) -> list[tuple[int, str]]:
    """Numbered lines without comments: a comment may well name what the code must not do."""
    without = re.sub(
        r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), path.read_text("utf-8"), flags=re.DOTALL
    )
    return [(n, re.sub(r"(?<!:)//.*", "", line)) for n, line in enumerate(without.splitlines(), start=1)]


def _uses(pattern: str, paths: list[Path]) -> list[str]:
    search = re.compile(pattern).search
    return [shown(path, number) for path in paths for number, line in _code_lines(path) if search(line)]


def _used_outside(pattern: str, *homes: str) -> list[str]:
    return _uses(
        pattern, [path for path in _scripts() if path.relative_to(EXTENSION).as_posix() not in homes]
    )


def test_only_the_api_client_speaks_to_the_network():
    wrong = _used_outside(_NETWORK, "background/api_client.js")
    assert not wrong, f"Only extension/background/api_client.js sends anything: {wrong}"


def test_only_the_settings_use_storage():
    wrong = _used_outside(_STORAGE, "background/settings.js")
    assert not wrong, f"Only extension/background/settings.js uses storage: {wrong}"


def test_no_script_turns_text_into_markup_or_code():
    pages = tracked(".js", ".mjs", ".html", under="server/secondreading/web")
    wrong = _uses(_MARKUP, _scripts() + pages)
    assert not wrong, f"Build elements and set textContent: {wrong}"


def test_every_content_script_is_in_the_manifest_and_the_other_way_round():
    manifest = json.loads((EXTENSION / "manifest.json").read_text("utf-8"))
    named = {name for group in manifest["content_scripts"] for name in group.get("js", [])}
    on_disk = {p.relative_to(EXTENSION).as_posix() for p in tracked(".js", under="extension/content")}
    assert named == on_disk, f"Only in the manifest: {named - on_disk}; only on disk: {on_disk - named}"


def test_the_extension_stays_small():
    """Measured as people download it: every platform's file and every language is inside, comments too."""
    size = len(write_zip(read_extension(EXTENSION)))
    assert size < LARGEST_BYTES, f"The packed extension has {size} bytes, {LARGEST_BYTES} is the most"


def test_every_text_key_used_in_the_extension_exists():
    messages = json.loads((EXTENSION / "_locales" / "en" / "messages.json").read_text("utf-8"))
    used = set()
    for path in (*_scripts(), EXTENSION / "manifest.json"):
        text = path.read_text("utf-8")
        used |= set(re.findall(r"__MSG_(\w+)__", text)) | set(
            re.findall(r"getMessage\(\s*[\"'](\w+)[\"']", text)
        )
        used |= set(re.findall(r"data-i18n(?:-\w+)?=\"(\w+)\"", text))
    missing = {key for key in used if not key.startswith("@@")} - set(messages)
    assert not missing, f"Add these to extension/_locales/en/messages.json: {sorted(missing)}"
