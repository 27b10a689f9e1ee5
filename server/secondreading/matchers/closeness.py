"""How near two hits must stand: `sentence`, `2 sentences`, `8 words`, `text`; and on which side."""

from __future__ import annotations

import re
from dataclasses import dataclass

from secondreading.text import Words

from .base import WHOLE, Hit, MatchError

_WORDS = re.compile(r"(\d+) words?")
_SENTENCES = re.compile(r"(\d+) sentences?")


@dataclass(frozen=True, slots=True)
class Within:
    """At most `words` words and `sentences` sentence ends in between; None is no bound."""

    words: int | None
    sentences: int | None

    def holds(self, reading_words: Words, one: Hit, other: Hit) -> bool:
        if other is WHOLE or other.first < 0 or one.first < 0:
            return True
        numbers = reading_words.sentences
        if (
            self.sentences is not None
            and abs(numbers[_word(one, numbers)] - numbers[_word(other, numbers)]) > self.sentences
        ):
            return False
        return self.words is None or max(one.first, other.first) - min(one.last, other.last) <= self.words


def _word(hit: Hit, numbers: tuple[int, ...]) -> int:
    return min(hit.first, len(numbers) - 1)


def read_within(value: object) -> Within:
    """`sentence` and `N words` stay in one sentence; `N sentences` counts neighbours; `text` is anywhere."""
    if value == "text":
        return Within(None, None)
    if value == "sentence":
        return Within(None, 0)
    if isinstance(value, str) and (match := _WORDS.fullmatch(value)):
        return Within(int(match[1]), 0)
    if isinstance(value, str) and (match := _SENTENCES.fullmatch(value)):
        return Within(None, int(match[1]) - 1)
    raise MatchError(
        f"within cannot be {value!r}", "write within: sentence, 2 sentences, 8 words, or text", ("within",)
    )
