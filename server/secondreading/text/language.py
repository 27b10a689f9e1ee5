"""Which language a text is in, by the compact language detector. Deterministic, no download, no state."""

from __future__ import annotations

from collections.abc import Collection

import pycld2

SHORTEST = 20  # characters; a shorter text is anybody's guess
LEAST_SHARE = 70  # per cent of the text that must be in the language


# Small words that no other language's posts are full of.
_ENGLISH = frozenset(
    "the and of is are was with this that for our you your we will from have has they their what".split()
)


def reads_as_english(words: Collection[str]) -> bool:
    """Two different small English words are proof enough, and cost nothing; without them the guess must tell."""
    return len(_ENGLISH.intersection(words)) >= 2


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
