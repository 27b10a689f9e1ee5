"""Which language a text is in, by the compact language detector. Deterministic, no download, no state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import pycld2

SHORTEST = 20  # characters; a shorter text is anybody's guess
REAL_PART = 25  # per cent of a text that make it a text in that language, too
SHORTEST_PIECE = 12  # characters of a sentence that is worth a guess
LEAST_SHARE = 70  # per cent of the text that must be in the language


# Small words that no other language's posts are full of.
_ENGLISH = frozenset(
    "the and of is are was with this that for our you your we will from have has they their what".split()
)


# Where one version ends and the next may begin.
_PIECES = re.compile(r"[.!?/|;\n\r•]+|\s[–—-]\s")


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


def languages_in(text: str) -> frozenset[str]:
    """The languages (ISO 639-1) in which a real part of a text is written; none where nobody could tell.

    Versions stand side by side, so each sentence or line is read by itself. A greeting or a word in a
    second language is no version in it.
    """
    letters: Counter[str] = Counter()
    for piece in _PIECES.split(_plain(text)):
        if len(piece.strip()) < SHORTEST_PIECE:
            continue
        try:
            _, _, found = pycld2.detect(piece, bestEffort=True)
        except pycld2.error:
            continue
        if (code := found[0][1]) != "un":
            letters[code.partition("-")[0]] += len(piece)
    return frozenset(code for code, share in letters.items() if share * 100 >= REAL_PART * letters.total())


def _plain(text: str) -> str:
    """Without control characters, which the detector refuses."""
    return (
        text if text.isprintable() else "".join(ch if ch.isprintable() or ch == "\n" else " " for ch in text)
    )
