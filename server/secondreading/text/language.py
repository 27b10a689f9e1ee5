"""Which language a text is in, by the compact language detector. Deterministic, no download, no state."""

from __future__ import annotations

import pycld2

SHORTEST = 20  # characters; a shorter text is anybody's guess
LEAST_SHARE = 70  # per cent of the text that must be in the language


def guess_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where the guess is not reliable."""
    if len(text) < SHORTEST:
        return None
    try:
        reliable, _, found = pycld2.detect(_plain(text))
    except pycld2.error:
        return None
    _, code, share, _ = found[0]
    return code.partition("-")[0] if reliable and share >= LEAST_SHARE and code != "un" else None


def _plain(text: str) -> str:
    """Without control characters, which the detector refuses."""
    return text if text.isprintable() else "".join(ch if ch.isprintable() else " " for ch in text)
