"""Frames: what surrounds a hit and cancels or lowers it.

The cues are data (`policy_rules/frames/<language>.yaml`), phrases by frame with the side and reach in
which they count. Quotation marks and question marks are read from the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .base import Hit
from .closeness import Within
from .reading import Reading

FRAMES = ("negation", "refusal", "quotation", "question", "report", "idiom")
SIDES = ("before", "after", "around", "over")
# "I can't say much, but …": what stands before these words no longer reaches what follows them.
_TURNS = frozenset(("but", "however", "although", "though", "mais", "cependant", "pourtant"))
_QUOTED = re.compile(r'"[^"\n]{2,400}?"|(?<![^\W_])\'[^\'\n]{2,200}?\'(?![^\W_])|^>[^\n]*', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases (a leaf of the lexicon) that set up a frame when they stand on `side` of a hit within reach."""

    leaf: int
    side: str
    within: Within


class Frames:
    def __init__(self, cues: Mapping[str, Sequence[Cue]]) -> None:
        self._cues = {frame: tuple(cues.get(frame, ())) for frame in FRAMES}

    def around(self, reading: Reading, hit: Hit, wanted: Sequence[str]) -> str | None:
        """The first of the wanted frames that surrounds the hit."""
        return next((frame for frame in wanted if self._surrounds(frame, reading, hit)), None)

    def _surrounds(self, frame: str, reading: Reading, hit: Hit) -> bool:
        if hit.first < 0 or hit.first >= len(reading.words):
            return False
        if frame == "question" and _ends_with_question(reading, hit):
            return True
        if frame == "quotation" and any(
            start <= hit.start and hit.end <= end for start, end in _quotes(reading)
        ):
            return True
        return any(_stands(cue, reading, hit) for cue in self._cues[frame])


def _stands(cue: Cue, reading: Reading, hit: Hit) -> bool:
    for other in reading.leaf(cue.leaf):
        if cue.side == "over":
            if other.first < hit.last and hit.first < other.last:
                return True
        elif (
            (cue.side != "before" or (other.last <= hit.first and not _turns_between(reading, other, hit)))
            and (cue.side != "after" or other.first >= hit.last)
            and cue.within.holds(reading.words, hit, other)
        ):
            return True
    return False


def _turns_between(reading: Reading, cue: Hit, hit: Hit) -> bool:
    return not _TURNS.isdisjoint(reading.words.words[cue.last : hit.first])


def _ends_with_question(reading: Reading, hit: Hit) -> bool:
    _, end = reading.sentence_span(hit)
    return "?" in reading.words.folded.text[end : end + 3]


def _quotes(reading: Reading) -> list[tuple[int, int]]:
    """Folded spans inside quotation marks, and lines that quote with `>`."""
    text = reading.words.folded.text
    return [match.span() for match in _QUOTED.finditer(text)] if any(mark in text for mark in "\"'>") else []
