"""The hits in one text, by leaf or pattern. Most are only asked whether they are there; the rest is made on demand."""

from __future__ import annotations

from collections.abc import Iterable, KeysView, Mapping, Sequence

from secondreading.text import Words

from .base import NOTHING, Hit
from .obfuscation import with_signs

# Words `[first, last)` of a match, and how it was disguised (0: not at all).
Found = tuple[int, int, int]


class Hits:
    """`leaf(n)` gives the hits of leaf or pattern `n` in order; `in` and `keys()` cost no more than a look-up."""

    __slots__ = ("_found", "_made", "_words")

    def __init__(self, words: Words, found: Mapping[int, Sequence[Found]]) -> None:
        self._words = words
        self._found: dict[int, Sequence[Found]] = dict(found)
        self._made: dict[int, Sequence[Hit]] = {}

    def add(self, patterns: Mapping[int, Sequence[Hit]]) -> None:
        """Take in hits of patterns, whose characters are known already."""
        for number, hits in patterns.items():
            self._found[number] = ()
            self._made[number] = hits

    def keys(self) -> KeysView[int]:
        return self._found.keys()

    def __contains__(self, number: int) -> bool:
        return number in self._found

    def leaf(self, number: int) -> Sequence[Hit]:
        if number not in self._found:
            return NOTHING
        if number not in self._made:
            self._made[number] = sorted(set(self._hits(self._found[number])))
        return self._made[number]

    def _hits(self, found: Iterable[Found]) -> Iterable[Hit]:
        words = self._words
        for first, last, hidden in found:
            start, end = words.starts[first], words.ends[last - 1]
            if hidden:
                start, end = with_signs(words.folded.text, start, end)
            yield Hit(start, end, first, last)
