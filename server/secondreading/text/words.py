"""Cutting a folded text into words and sentences.

A word is a run of letters, a number, a handle, a link, an e-mail address, an amount of money, an
emoji, or a clitic (`'s`, `'re`), which stands alone so that `mayor's` is still the mayor.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from .fold import Folded, fold

_DOMAIN_ENDS = (
    "com|org|net|gov|mil|edu|info|io|co|example|uk|us|ca|ie|au|nz|eu|int|page|social|city|app|me|tv|ly|gl"
)
_TOKEN = re.compile(
    # Every repetition is bounded or begins with a sign of its own, so that no text makes this slow.
    # Plain words come first and cheaply; what may hang on a word is tried only behind a telling character.
    # The space before a word is taken along: otherwise all of this would be tried on it in vain.
    r" ?([a-z]+(?:'t\b)?(?:(?=[\w:.@+-])(?:://[^\s<>\"]+"
    r"|\w{0,64}(?:(?:[.+-]\w{1,64}){0,8}@\w[\w-]{0,64}(?:\.[\w-]{1,64}){1,8}"
    r"|(?:[.-]\w{1,64}){0,8}\.(?:" + _DOMAIN_ENDS + r")\b(?!\.\w)(?:/[^\s<>\"]*)?)|[^\W\d_]+)?)?"
    r"|[.!?…\n][.!?…\s]*"
    r"|\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th|am|pm|k|m|%)?(?![^\W_])|\d+(?:[.,:/]\d+)*"
    r"|'(?:s|re|ve|ll|d|m)\b"
    r"|@\w+(?:\.\w+)*"
    r"|[$£€]\s?\d+(?:[.,]\d+)*(?:\s?(?:k|m|bn|mil|million|billion|thousand)\b)?"
    r"|[^\W\d_]+"
    r"|[\u2190-\u2bff\U0001f000-\U0001faff])"
)
# Folded start of a hashtag to the spans of its words.
Hashtags = Mapping[int, list[tuple[int, int]]]
_BREAKS = frozenset(".!?…\n")
_HASHTAG = re.compile(r"#(?=\w*[a-z0-9][A-Z]|\w*[A-Z]{2}[a-z])\w+")
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr st ave rd blvd no nos vs inc ltd co jr sr cllr rev hon gov sen rep lt sgt capt col gen "
    "det ofc insp supt prof dept approx est jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues "
    "wed thu thur fri sat sun art sec fig vol".split()
)


class Words:
    """`sentences[i]` is the number of word i's sentence, `limits[i]` the word after that sentence.

    Places and numbers are counted out only when they are asked for. `breaks` are the words before which a
    sentence ended; twice the same where nothing stood in one.
    """

    __slots__ = ("_breaks", "_hashtags", "_sentences", "_spans", "folded", "limits", "words")

    def __init__(
        self,
        folded: Folded,
        words: tuple[str, ...],
        breaks: Sequence[int],
        hashtags: Hashtags,
    ) -> None:
        self.folded, self.words, self._breaks, self._hashtags = folded, words, breaks, hashtags
        limits: list[int] = []
        for end in breaks:
            limits += [end] * (end - len(limits))
        limits += [len(words)] * (len(words) - len(limits))
        self.limits = tuple(limits)
        self._sentences: tuple[int, ...] | None = None
        self._spans: tuple[tuple[int, ...], tuple[int, ...]] | None = None

    @property
    def sentences(self) -> tuple[int, ...]:
        """The number of each word's sentence."""
        if self._sentences is None:
            numbers: list[int] = []
            for sentence, end in enumerate((*self._breaks, len(self.words))):
                numbers += [sentence] * (end - len(numbers))
            self._sentences = tuple(numbers)
        return self._sentences

    @property
    def starts(self) -> tuple[int, ...]:
        """Folded position of each word's first character."""
        return self._places()[0]

    @property
    def ends(self) -> tuple[int, ...]:
        """Folded position after each word's last character."""
        return self._places()[1]

    def _places(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        if self._spans is None:
            spans = self._found_again() if not self._hashtags else self._cut_again()
            self._spans = tuple([start for start, _ in spans]), tuple([end for _, end in spans])
        return self._spans

    def _found_again(self) -> list[tuple[int, int]]:
        # No letter or digit stands between two words, so each is the next place with its spelling.
        spans, at, find = [], 0, self.folded.text.find
        for word in self.words:
            start = find(word, at)
            at = start + len(word)
            spans.append((start, at))
        return spans

    def _cut_again(self) -> list[tuple[int, int]]:
        plain = self.folded.text
        return [span for span in _token_spans(plain, self._hashtags) if plain[span[0]] not in _BREAKS]

    def __len__(self) -> int:
        return len(self.words)

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Words `[i, j)` that folded `[start, end)` touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def sentence_words(self, word: int) -> tuple[int, int]:
        """Words `[i, j)` of the sentence that holds `word`."""
        return bisect_left(self.sentences, self.sentences[word]), self.limits[word]


def read_words(text: str) -> Words:
    """Fold a text and cut it into words and sentences."""
    folded = fold(text)
    plain = folded.text
    hashtags = _hashtag_parts(folded) if "#" in plain else {}
    tokens = _tokens_and_tags(plain, hashtags) if hashtags else _TOKEN.findall(plain)
    words: list[str] = []
    breaks: list[int] = []
    done = 0
    for at in [at for at, token in enumerate(tokens) if token[0] in ".!?…\n"]:
        words += tokens[done:at]
        done = at + 1
        if _ends_sentence(tokens[at], words):
            breaks.append(len(words))
    words += tokens[done:]
    return Words(folded, tuple(words), breaks, hashtags)


def _tokens_and_tags(plain: str, hashtags: Hashtags) -> list[str]:
    """What `_token_spans` finds, for less where no link may hold a hashtag."""
    if "/" in plain:
        return [plain[start:end] for start, end in _token_spans(plain, hashtags)]
    tokens: list[str] = []
    done = 0
    for tag in sorted(hashtags):
        word = _TOKEN.match(plain, tag)
        if word is None or tag < done:
            continue
        tokens += _TOKEN.findall(plain, done, tag)
        done = word.end()
        tokens += [plain[start:end] for start, end in hashtags[tag] if end <= done]
    return tokens + _TOKEN.findall(plain, done)


def _token_spans(plain: str, hashtags: Hashtags) -> Iterator[tuple[int, int]]:
    """Where the words and breaks of a folded text are; a hashtag of several words is cut up."""
    for match in _TOKEN.finditer(plain):
        start, end = match.span(1)
        if start in hashtags:
            # Digits and the like at its end are words of their own.
            yield from [part for part in hashtags[start] if part[1] <= end]
        else:
            yield start, end


def _ends_sentence(mark: str, before: Sequence[str]) -> bool:
    """Does a mark end a sentence? What it says of the very last mark of a text makes no difference."""
    if not before:
        return False
    if "\n" in mark or len(mark.strip()) > 1 or mark[0] in "!?…":
        return True
    if not mark[-1].isspace():
        return False  # a dot inside something: a file name, an abbreviation
    return before[-1] not in _ABBREVIATIONS and not (len(before[-1]) == 1 and before[-1].isalpha())


def _hashtag_parts(folded: Folded) -> Hashtags:
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
