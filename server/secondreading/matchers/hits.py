"""The hits in one text, by leaf or pattern. Most are only asked whether they are there; the rest is made on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from secondreading.text import Words

from .base import NOTHING, Hit, mask_of
from .obfuscation import with_signs
from .walk import PhraseEnd


class Hits:
    """`leaf(n)` gives the hits of leaf or pattern `n` in order. `mask` has the bits of all that are there."""

    __slots__ = ("_ends", "_made", "_patterns", "_words", "mask")

    def __init__(self, words: Words, ends: Sequence[PhraseEnd]) -> None:
        self._words, self._ends = words, ends
        self.mask = 0
        for end in ends:
            self.mask |= end[1]
        self._made: dict[int, Sequence[Hit]] = {}
        self._patterns: dict[int, Callable[[], Sequence[Hit]]] = {}

    def add(self, patterns: Mapping[int, Callable[[], Sequence[Hit]]]) -> None:
        """Take in patterns that match, each with a way to find where."""
        self.announce(patterns)
        self._patterns.update(patterns)

    def announce(self, numbers: Iterable[int]) -> None:
        """Take in facts that stand under no words."""
        self.mask |= mask_of(numbers)

    def __contains__(self, number: int) -> bool:
        return bool(self.mask & mask_of((number,)))

    def leaf(self, number: int) -> Sequence[Hit]:
        if number not in self._made:
            if number not in self:
                return NOTHING
            find = self._patterns.get(number)
            self._made[number] = find() if find else sorted(set(self._hits(mask_of((number,)))))
        return self._made[number]

    def _hits(self, leaf: int) -> Iterable[Hit]:
        words = self._words
        for first, leaves, last, hidden in self._ends:
            if leaves & leaf:
                start, end = words.starts[first], words.ends[last - 1]
                if hidden:
                    start, end = with_signs(words.folded.text, start, end)
                yield Hit(start, end, first, last)
