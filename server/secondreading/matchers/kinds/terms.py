"""`terms`: phrases of the phrase language. `{words: […], fuzzy: true}` also finds them in disguise."""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.matchers.base import Hit
from secondreading.matchers.fields import mapping, texts, truth
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading


class Terms:
    def __init__(self, leaf: int) -> None:
        self._leaf = leaf
        self.triggers: frozenset[int] | None = frozenset((leaf,))

    def find(self, reading: Reading) -> Sequence[Hit]:
        return reading.leaf(self._leaf)


def build(value: object, builder: Builder) -> Matcher:
    if isinstance(value, dict):
        fields = mapping(value, "terms", ("words", "fuzzy"))
        return Terms(
            builder.leaf(
                texts(fields.get("words"), "words"), fuzzy=truth(fields.get("fuzzy", False), "fuzzy")
            )
        )
    return Terms(builder.leaf(texts(value, "terms")))
