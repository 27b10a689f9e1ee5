"""`tone`: how warm or cold the words are, by TextBlob's lexicon. It supports a rule and never decides alone.

TextBlob never negates contractions (its tokeniser breaks `n't` before it looks), so it is given our
words with `n't` spelt out. Its first use fills shared tables and is not safe between threads: the
matcher scores one sentence when it is built, before any worker starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from secondreading.matchers.base import HOLDS, NOTHING, Hit, MatchError
from secondreading.matchers.fields import mapping, number
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading


@cache
def _sentiment():  # type: ignore[no-untyped-def] # TextBlob has no types
    from textblob.en import sentiment  # here, not above: 30 MB that a policy without tone need not carry

    sentiment(["good"])
    return sentiment


def polarity(words: Sequence[str]) -> float:
    """-1 (cold) to 1 (warm); 0 where no word is in the lexicon."""
    spelt: list[str] = []
    for word in words:
        spelt.extend((word[:-3], "not") if word.endswith("n't") else (word,))
    return float(_sentiment()(spelt)[0])


class Tone:
    triggers: frozenset[int] | None = None

    def __init__(self, below: float | None, above: float | None) -> None:
        self._below, self._above = below, above

    def find(self, reading: Reading) -> Sequence[Hit]:
        score = polarity(reading.words.words)
        fits = (self._below is None or score < self._below) and (self._above is None or score > self._above)
        return HOLDS if fits else NOTHING


def build(value: object, builder: Builder) -> Matcher:  # noqa: ARG001 - every kind is built alike
    fields = mapping(value, "tone", ("below", "above"))
    if not fields:
        raise MatchError("tone has no bound", "write tone: {below: -0.3}")
    _sentiment()
    return Tone(*(number(fields[name], name) if name in fields else None for name in ("below", "above")))
