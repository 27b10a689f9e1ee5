"""The small language of phrases in rules, read into items of symbols.

    closed session            the words, in order, folded as drafts are
    (city|our) lawyer         either
    [the] minutes             may be there or not
    leak~                     leak, leaks, leaked, leaking
    {staff} ... nap           a word list or the city's names; up to six words between, in one sentence
    went <number>             a kind of word: <number> <money> <handle> <link> <email> <word>

Brackets are not multiplied out over a whole phrase; `MatchError` says what is wrong in words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from secondreading.text import split_words

from .base import MatchError

MOST_SPELLINGS = 2000  # of one bracket
DEFAULT_GAP_WORDS = 6
KINDS_OF_WORD: dict[str, Callable[[str], bool]] = {
    "number": lambda w: w[0].isdigit(),
    "money": lambda w: w[0] in "$£€",
    "handle": lambda w: w[0] == "@",
    "link": lambda w: "." in w and "@" not in w and not w[0].isdigit(),
    "email": lambda w: "@" in w[1:],
    "word": lambda w: w[0].isalnum(),
}


class Symbol(NamedTuple):
    """One step of a phrase: kind is word, lemma, list, class or gap (value: the most words it spans)."""

    kind: str
    value: str


ANY_WORD = Symbol("class", "word")
# A policy has ten times as many steps as different ones.
_symbol = lru_cache(65_536)(Symbol)
Spelling = tuple[Symbol, ...]  # steps in order; empty where the item may be left out
Item = tuple[Spelling, ...]  # the spellings of one place in a phrase: one for a word, several for brackets
Phrase = tuple[Item, ...]


@lru_cache(65_536)
def _shared(item: Item) -> Item:
    """One and the same object for equal items: phrases are kept, and most of their words come again."""
    return item


def forget_words() -> None:
    """Drop what only helps while phrases are read: phrases that were read share it already."""
    for remembered in (_symbol, _shared, split_words):
        remembered.cache_clear()


_PIECE = re.compile(
    r"\{(?P<list>[\w:.-]+)\}|<(?P<kind>\w+)>|\.\.\.(?P<gap>\d*)|(?P<mark>[()\[\]|])|(?P<word>[^\s()\[\]|{}<>]+)"
)


def read_phrase(phrase: str) -> Phrase:
    """The items of a phrase in order. Raises `MatchError` where it cannot be read."""
    pieces = list(_PIECE.finditer(phrase))
    leftover = _PIECE.sub("", phrase).strip()
    if leftover:
        raise MatchError(
            f"cannot read {leftover!r} in {phrase!r}", "see the phrase language in policy_rules/README.md"
        )
    parser = _Parser(phrase, pieces)
    items = parser.items()
    if parser.at != len(pieces):
        raise MatchError(
            f"an unexpected {pieces[parser.at][0]!r} in {phrase!r}", "close every bracket that you open"
        )
    if all(() in item for item in items):
        raise MatchError(
            f"the phrase {phrase!r} can match nothing at all", "write at least one word that must be there"
        )
    ends = [
        spelling[edge] for edge, item in ((0, items[0]), (-1, items[-1])) for spelling in item if spelling
    ]
    if any(symbol.kind == "gap" for symbol in ends):
        raise MatchError(f"a gap at an end of the phrase {phrase!r}", "put words on both sides of '...'")
    if any(spelling[:1] == (ANY_WORD,) for item in items[:1] for spelling in item):
        raise MatchError(
            f"the phrase {phrase!r} begins with <word>, so it would be tried at every word",
            "begin with a word, a list or <number>; what comes before it need not be marked",
        )
    return items


class _Parser:
    def __init__(self, phrase: str, pieces: list[re.Match[str]]) -> None:
        self.phrase, self.pieces, self.at = phrase, pieces, 0

    def items(self) -> Phrase:
        """The top level: one item a word or bracket; bare alternatives are one item as a whole."""
        items: list[Item] = []
        while self.at < len(self.pieces) and not self._sees("|", ")", "]"):
            items.append(self._step())
        if not self._sees("|"):
            return tuple(items)
        self.at = 0
        return (self._alternatives(),)

    def _alternatives(self) -> Item:
        found = self._run()
        while self._mark("|"):
            found = found + self._run()
        return tuple(dict.fromkeys(found))

    def _run(self) -> Item:
        found: Item = ((),)
        while self.at < len(self.pieces) and not self._sees("|", ")", "]"):
            tails = self._step()
            found = tuple(head + tail for head in found for tail in tails)
            if len(found) > MOST_SPELLINGS:
                problem = f"brackets in {self.phrase!r} stand for more than {MOST_SPELLINGS} spellings"
                raise MatchError(problem, "put fewer brackets inside brackets, or name a word list")
        return found

    def _step(self) -> Item:
        if self._mark("("):
            return self._closed(")")
        if self._mark("["):
            return (*self._closed("]"), ())
        piece = self.pieces[self.at]
        self.at += 1
        return _shared((tuple(_symbols(piece, self.phrase)),))

    def _closed(self, mark: str) -> Item:
        inner = self._alternatives()
        if not self._mark(mark):
            raise MatchError(
                f"a bracket is not closed in the phrase {self.phrase!r}", f"add the missing {mark!r}"
            )
        return inner

    def _sees(self, *marks: str) -> bool:
        return self.at < len(self.pieces) and self.pieces[self.at]["mark"] in marks

    def _mark(self, mark: str) -> bool:
        seen = self._sees(mark)
        self.at += seen
        return seen


def _symbols(piece: re.Match[str], phrase: str) -> Iterable[Symbol]:
    if piece["list"]:
        return [_symbol("list", piece["list"])]
    if piece["kind"]:
        if piece["kind"] not in KINDS_OF_WORD:
            raise MatchError(
                f"there is no kind of word <{piece['kind']}> ({phrase!r})",
                "use one of " + ", ".join(f"<{k}>" for k in KINDS_OF_WORD),
            )
        return [_symbol("class", piece["kind"])]
    if piece["gap"] is not None:
        return [Symbol("gap", piece["gap"] or str(DEFAULT_GAP_WORDS))]
    word = piece["word"]
    if word is None:
        raise MatchError(
            f"an unexpected {piece[0]!r} in the phrase {phrase!r}", "close every bracket that you open"
        )
    inflected = word.endswith("~")
    words = split_words(word.rstrip("~"))
    return [_symbol("lemma" if inflected and k == len(words) - 1 else "word", w) for k, w in enumerate(words)]


_VOWELS = frozenset("aeiou")


def inflect(word: str) -> frozenset[str]:
    """The regular English forms of a verb or noun: itself, -s, -ed, -ing."""
    forms = {word, word + "s"}
    if word.endswith("e"):
        forms |= {word + "d", word[:-1] + "ing"}
    elif word.endswith("y") and len(word) > 2 and word[-2] not in _VOWELS:
        forms |= {word[:-1] + "ies", word[:-1] + "ied", word + "ing"}
    else:
        forms |= {word + "es"} if word.endswith(("s", "x", "z", "ch", "sh", "o")) else set()
        forms |= {word + "ed", word + "ing"}
    if _doubles(word):
        forms |= {word + word[-1] + "ed", word + word[-1] + "ing"}
    return frozenset(forms)


def _doubles(word: str) -> bool:
    return len(word) > 2 and word[-1] not in "aeiouwxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS
