"""Three-way merges of policies: what two sides made of the same files, without losing either's change.

Pure: texts in, texts out. A file that only one side changed is taken from it; where both did, their lines
are merged; where they changed the same lines, ours stays and the conflict is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Files = Mapping[str, str]
BOTH_CHANGED = "Both changed the same lines; the city's stay."
ONE_REMOVED = "One removed what the other changed; the city's state stays."


@dataclass(frozen=True, slots=True)
class Clash:
    """A file that could not be merged, with each side's text (None: no such file)."""

    path: str
    note: str
    base: str | None
    ours: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """`blended`: the paths whose lines come from both sides, so that nobody has seen them as they are."""

    files: dict[str, str]
    clashes: tuple[Clash, ...]
    blended: tuple[str, ...]


def merge_files(base: Files, ours: Files, theirs: Files) -> Merged:
    """`ours` with everything that `theirs` changed since `base`."""
    files, clashes, blended = dict(ours), [], []
    for path in sorted({*base, *ours, *theirs}):
        before, mine, other = base.get(path), ours.get(path), theirs.get(path)
        if other in (before, mine):
            continue
        if mine == before:
            _put(files, path, other)
        elif mine is None or other is None:
            clashes.append(Clash(path, ONE_REMOVED, before, mine, other))
        elif (merged := merge_text(before or "", mine, other)) is not None:
            files[path] = merged
            blended.append(path)
        else:
            clashes.append(Clash(path, BOTH_CHANGED, before, mine, other))
    return Merged(files, tuple(clashes), tuple(blended))


def _put(files: dict[str, str], path: str, text: str | None) -> None:
    if text is None:
        files.pop(path, None)
    else:
        files[path] = text


def merge_text(base: str, ours: str, theirs: str) -> str | None:
    """The lines of both sides' changes; None where they changed the same place differently."""
    old, mine, other = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    merged: list[str] = []
    at = mine_at = other_at = 0
    for region in _kept_by_both(old, mine, other):
        piece = _choose(old[at : region.base], mine[mine_at : region.ours], other[other_at : region.theirs])
        if piece is None:
            return None
        merged += [*piece, *old[region.base : region.base + region.length]]
        at, mine_at, other_at = (place + region.length for place in (region.base, region.ours, region.theirs))
    return "".join(merged)


@dataclass(frozen=True, slots=True)
class _Region:
    """Lines that all three have: where they start in each, and how many."""

    base: int
    ours: int
    theirs: int
    length: int


def _kept_by_both(old: Sequence[str], mine: Sequence[str], other: Sequence[str]) -> list[_Region]:
    kept = SequenceMatcher(None, old, mine, autojunk=False).get_matching_blocks()
    also = SequenceMatcher(None, old, other, autojunk=False).get_matching_blocks()
    found = []
    for a, b, length in kept:
        for c, d, count in also:
            start, end = max(a, c), min(a + length, c + count)
            if start < end:
                found.append(_Region(start, b + start - a, d + start - c, end - start))
    return [*found, _Region(len(old), len(mine), len(other), 0)]


def _choose(old: Sequence[str], mine: Sequence[str], other: Sequence[str]) -> Sequence[str] | None:
    if mine in (old, other):
        return other
    return mine if other == old else None
