"""`link`: a link (or handle) in the text of one of the named classes; `any` is every link."""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.matchers.base import Hit
from secondreading.matchers.fields import choices
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading

CLASSES = ("any", "city", "government", "campaign", "news", "emergency", "vendor")


class Link:
    def __init__(self, classes: frozenset[str], leaf: int) -> None:
        self._classes, self._any = classes, "any" in classes
        self.triggers: frozenset[int] | None = frozenset((leaf,))

    def find(self, reading: Reading) -> Sequence[Hit]:
        words = reading.words
        # Places are counted out for the links that fit, not for every link.
        return [
            Hit(words.starts[at], words.ends[at], at, at + 1)
            for at, classes in reading.links
            if (self._any and words.words[at][0] != "@") or classes & self._classes
        ]


def build(value: object, builder: Builder) -> Matcher:
    return Link(choices(value, "link", CLASSES), builder.leaf(["<link>", "<handle>"]))
