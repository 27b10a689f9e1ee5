"""Cutting a folded text into words and sentences.

A word is a run of letters, a number, a handle, a link, an e-mail address, an amount of money, an
emoji, or a clitic (`'s`, `'re`), which stands alone so that `mayor's` is still the mayor.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .fold import Folded, fold

_DOMAIN_ENDS = (
    "com|org|net|gov|mil|edu|info|io|co|example|uk|us|ca|ie|au|nz|eu|int|page|social|city|app|me|tv|ly|gl"
)
_TOKEN = re.compile(
    # Every repetition is bounded or begins with a sign of its own, so that no text makes this slow.
    # Plain words come first and cheaply; what may hang on a word is tried only behind a telling character.
    r"[a-z]+(?:'t\b)?(?:(?=[\w:.@+-])(?:://[^\s<>\"]+"
    r"|\w{0,64}(?:(?:[.+-]\w{1,64}){0,8}@\w[\w-]{0,64}(?:\.[\w-]{1,64}){1,8}"
    r"|(?:[.-]\w{1,64}){0,8}\.(?:" + _DOMAIN_ENDS + r")\b(?!\.\w)(?:/[^\s<>\"]*)?)|[^\W\d_]+)?)?"
    r"|[.!?…\n][.!?…\s]*"
    r"|\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th|am|pm|k|m|%)?(?![^\W_])|\d+(?:[.,:/]\d+)*"
    r"|'(?:s|re|ve|ll|d|m)\b"
    r"|@\w+(?:\.\w+)*"
    r"|[$£€]\s?\d+(?:[.,]\d+)*(?:\s?(?:k|m|bn|mil|million|billion|thousand)\b)?"
    r"|[^\W\d_]+"
    r"|[\u2190-\u2bff\U0001f000-\U0001faff]"
)
_BREAKS = frozenset(".!?…\n")
_HASHTAG = re.compile(r"#(?=\w*[a-z0-9][A-Z]|\w*[A-Z]{2}[a-z])\w+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr st ave rd blvd no nos vs inc ltd co jr sr cllr rev hon gov sen rep lt sgt capt col gen "
    "det ofc insp supt prof dept approx est jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues "
    "wed thu thur fri sat sun art sec fig vol".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words with their folded `starts` and `ends`; `sentences[i]` is the number of word i's sentence."""

    folded: Folded
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Words `[i, j)` that folded `[start, end)` touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def sentence_words(self, word: int) -> tuple[int, int]:
        """Words `[i, j)` of the sentence that holds `word`."""
        number = self.sentences[word]
        return bisect_left(self.sentences, number), bisect_right(self.sentences, number)


def read_words(text: str) -> Words:
    """Fold a text and cut it into words and sentences."""
    folded = fold(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[int] = []
    plain, sentence = folded.text, 0
    hashtags = _hashtag_parts(folded) if "#" in plain else {}
    for match in _TOKEN.finditer(plain):
        word = match[0]
        if word[0] in _BREAKS:
            sentence += _ends_sentence(word, words, plain, match.end())
            continue
        start, end = match.span()
        if start not in hashtags:
            words.append(word)
            starts.append(start)
            ends.append(end)
            sentences.append(sentence)
            continue
        for part_start, part_end in hashtags[start]:
            if part_end > end:
                break  # digits and the like that are words of their own
            words.append(plain[part_start:part_end])
            starts.append(part_start)
            ends.append(part_end)
            sentences.append(sentence)
    return Words(folded, tuple(words), tuple(starts), tuple(ends), tuple(sentences))


def _ends_sentence(mark: str, before: Sequence[str], text: str, end: int) -> bool:
    if not before:
        return False
    if "\n" in mark or len(mark.strip()) > 1 or mark[0] in "!?…":
        return True
    if end < len(text) and not mark[-1].isspace():
        return False  # a dot inside something: a file name, an abbreviation
    return before[-1] not in _ABBREVIATIONS and not (len(before[-1]) == 1 and before[-1].isalpha())


def _hashtag_parts(folded: Folded) -> dict[int, list[tuple[int, int]]]:
    """Folded start of each CamelCase hashtag's word to the spans of its parts: `#VoteYes` is two words."""

    def at(position: int) -> int:
        return position if folded.origins is None else bisect_left(folded.origins, position)

    return {
        at(tag.start() + 1): [
            (at(tag.start() + 1 + a), at(tag.start() + 1 + b)) for a, b in _camel_spans(tag[0][1:])
        ]
        for tag in _HASHTAG.finditer(folded.original)
    }


def _camel_spans(word: str) -> list[tuple[int, int]]:
    return [part.span() for part in _CAMEL.finditer(word)]


@lru_cache(maxsize=20_000)  # rules use the same few words over and over; drafts never come here
def split_words(text: str) -> tuple[str, ...]:
    """The words of a phrase, as `read_words` would see them in a draft."""
    return read_words(text).words
