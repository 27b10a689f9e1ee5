"""`wording`: the draft as a whole is worded like those that a table was learned from; marks its heaviest sentence."""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.matchers.base import NOTHING, Hit, MatchError
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading


class Wording:
    def __init__(self, number: int) -> None:
        self._number = number
        self.triggers: frozenset[int] | None = frozenset((number,))

    def find(self, reading: Reading) -> Sequence[Hit]:
        words = reading.words
        if self._number not in reading.wordings or not len(words):
            return NOTHING
        first, last = reading.tools.wordings.sentence(self._number, words)
        return (Hit(words.starts[first], words.ends[last - 1], first, last),)


def build(value: object, builder: Builder) -> Matcher:
    if not isinstance(value, str):
        raise MatchError("wording needs a name", "write wording: and the name of a file of wording/")
    return Wording(builder.wording(value))
