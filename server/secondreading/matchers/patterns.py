"""All regular expressions of a policy in one RE2 set: linear time, whatever an admin writes.

The set says in one pass which patterns match at all; only those are searched again for their spans.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import re2

from secondreading.text import Words

from .base import Hit, MatchError
from .obfuscation import LOOKS_DISGUISED

LONGEST_PATTERN = 1000
HIDES = 0  # the number under which the looks of a disguise stand
MOST_HITS = 50  # of one pattern in one draft: RE2 is linear per search, not per list of matches


def _options() -> re2.Options:
    options = re2.Options()
    options.log_errors = False
    return options


_OPTIONS = _options()


class _Group:
    """Patterns that read the same spelling of a text: folded, or exactly as written."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.compiled: list[re2._Regexp] = []
        self.set = re2.Set.SearchSet(_OPTIONS)

    def add(self, number: int, expression: str) -> None:
        self.compiled.append(re2.compile(expression, _OPTIONS))
        self.set.Add(expression)
        self.numbers.append(number)

    def matching(self, text: str) -> list[tuple[int, re2._Regexp]]:
        """The patterns that match somewhere, by number."""
        if not self.numbers:
            return []
        return [(self.numbers[k], self.compiled[k]) for k in self.set.Match(text) or ()]


def _spans(pattern: re2._Regexp, text: str) -> list[tuple[int, int]]:
    """Spans of the first group where there is one (the rest is only context), else of the match."""
    group = 1 if pattern.groups else 0
    spans = []
    for match in pattern.finditer(text):
        if match.start(group) < match.end(group):
            spans.append((match.start(group), match.end(group)))
        if len(spans) == MOST_HITS:
            break
    return spans


class Patterns:
    def __init__(self) -> None:
        self._folded, self._exact = _Group(), _Group()

    def add(self, number: int, expression: str, *, exact_case: bool) -> None:
        if len(expression) > LONGEST_PATTERN:
            raise MatchError(
                f"a pattern of {len(expression)} characters",
                f"keep patterns under {LONGEST_PATTERN} characters",
            )
        try:
            (self._exact if exact_case else self._folded).add(number, expression)
        except re2.error as fault:
            words = fault.args[0].decode() if isinstance(fault.args[0], bytes) else str(fault.args[0])
            raise MatchError(
                f"RE2 cannot read the pattern: {words}",
                "RE2 has no look-around and no back-references; use near: and unless: instead",
            ) from None

    def seal(self) -> None:
        for expression in LOOKS_DISGUISED:
            self._folded.add(HIDES, expression)
        for group in (self._folded, self._exact):
            if group.numbers:
                group.set.Compile()

    def find(self, words: Words) -> tuple[dict[int, Callable[[], Sequence[Hit]]], bool]:
        """The patterns that match at all, each with what finds its hits: most are never asked where.

        And whether the text looks as if words were disguised in it.
        """
        hits: dict[int, Callable[[], Sequence[Hit]]] = {}
        hides = False
        for number, pattern in self._folded.matching(words.folded.text):
            if number == HIDES:
                hides = True
            else:
                hits[number] = partial(_hits, pattern, words)
        for number, pattern in self._exact.matching(words.folded.original):
            hits[number] = partial(_exact_hits, pattern, words)
        return hits, hides


def _hits(pattern: re2._Regexp, words: Words) -> list[Hit]:
    return [Hit(a, b, *words.at(a, b)) for a, b in _spans(pattern, words.folded.text)]


def _exact_hits(pattern: re2._Regexp, words: Words) -> list[Hit]:
    folded = words.folded
    spans = [folded.folded_span(start, end) for start, end in _spans(pattern, folded.original)]
    return [Hit(a, b, *words.at(a, b)) for a, b in spans]
