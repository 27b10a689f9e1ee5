"""Words in disguise: `1d10t`, `i d i o t`, `id*ot`, `idiiiiot`, `i.d.i.o.t`, `idoit`.

Only words of lists marked `fuzzy` are looked for, and only where the text looks disguised: the policy's
RE2 set decides whether most of this runs. What folding undoes (styled letters, marks, zero-width
characters, look-alike letters) never comes here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

import re2

from secondreading.text import Words

_SIGNS = r"@$!|*+0-9"
_THRICE = "|".join(letter * 3 for letter in "abcdefghijklmnopqrstuvwxyz")
# A run without spaces in which a letter stands beside a sign or digit, or thrice, or letters apart.
_APART = r"\b[a-z][ ._*/-][a-z][ ._*/-][a-z](?:[^a-z]|$)"
_SIGNED = rf"(?:[a-z][{_SIGNS}]|[{_SIGNS}][a-z]|{_THRICE})"
_SUSPECT = re2.compile(rf"{_APART}|[a-z0-9@$!|*+']*{_SIGNED}[a-z0-9@$!|*+']*")
# The same question without the place; a policy's set of patterns answers it along with its own.
LOOKS_DISGUISED = (_APART, _SIGNED)
_RUN = re.compile(r"(?<![^\W_])[a-z](?:([ ._*\-/])[a-z](?:\1[a-z])+)(?![^\W_])")
_READ_AS = str.maketrans(
    {
        "0": "o",
        "1": "i",
        "3": "e",
        "4": "a",
        "5": "s",
        "6": "g",
        "7": "t",
        "8": "b",
        "9": "g",
        "@": "a",
        "$": "s",
        "!": "i",
        "|": "i",
        "+": "t",
        "l": "i",
    }
)
_REPEATED = re.compile(r"(.)\1+")
_STRETCHED = re.compile(r"([a-z])\1\1")
SHORTEST = 4  # letters; shorter words have too many innocent look-alikes
LEAST_LETTERS = 2  # that are still letters; `1010` is a number


class Disguises:
    """Finds the disguised spellings of a fixed set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in words if word.isalpha() and len(word) >= SHORTEST)
        self._by_look: dict[str, list[str]] = defaultdict(list)
        self._by_squeezed: dict[str, list[str]] = defaultdict(list)
        self._by_frame: dict[tuple[str, int], list[str]] = defaultdict(list)
        self.swapped: dict[str, str] = {}
        for word in sorted(self._words):
            look = word.translate(_READ_AS)
            self._by_look[look].append(word)
            self._by_squeezed[_REPEATED.sub(r"\1", look)].append(word)
            self._by_frame[word[0], len(word)].append(word)
            self.swapped.update({swap: word for swap in _swaps(word) if swap not in self._words})

    def edges(
        self, words: Words, strange: Sequence[int], *, looks_disguised: bool
    ) -> dict[int, list[tuple[str, int, bool]]]:
        """From a word to `(undisguised word, word after it, True)`; empty for an ordinary text.

        Only the `strange` words may have letters swapped. `looks_disguised` says whether one of
        LOOKS_DISGUISED matches the folded text.
        """
        found: dict[int, list[tuple[str, int, bool]]] = {}
        if not self._words:
            return found
        for at in strange:
            if word := self.swapped.get(words.words[at]):
                found[at] = [(word, at + 1, True)]
        if not looks_disguised:
            return found
        text, spaced = words.folded.text, False
        for suspect in _SUSPECT.finditer(text):
            chunk, at = suspect[0], suspect.start()
            if 5 <= len(chunk) <= 6 and not (chunk[1].isalnum() or chunk[3].isalnum()):
                spaced = True
            elif not _in_link(text, at):
                bare = chunk.strip("!+'")
                for word in self._readings(bare) or (self._readings(chunk) if bare != chunk else ()):
                    self._add(words, found, at, suspect.end(), word)
        for run in _RUN.finditer(text) if spaced else ():
            joined = re.sub(r"[^a-z]", "", run[0])
            for word in self._by_squeezed.get(_REPEATED.sub(r"\1", joined.translate(_READ_AS)), ()):
                if word == joined or len(joined) > len(word):
                    self._add(words, found, run.start(), run.end(), word)
        return found

    def _add(
        self, words: Words, found: dict[int, list[tuple[str, int, bool]]], start: int, end: int, word: str
    ) -> None:
        first, last = words.at(start, end)
        if first < last:
            found.setdefault(first, []).append((word, last, True))

    def _readings(self, chunk: str) -> list[str]:
        if len(chunk) < SHORTEST or chunk in self._words:
            return []
        if "*" in chunk:
            return [word for word in self._by_frame.get((chunk[0], len(chunk)), ()) if _masks(chunk, word)]
        look = chunk.translate(_READ_AS)
        if _STRETCHED.search(look):
            squeezed = self._by_squeezed.get(_REPEATED.sub(r"\1", look), ())
            return [word for word in squeezed if len(word) < len(chunk)]
        if chunk.isalpha() or look not in self._by_look or sum(c.isalpha() for c in chunk) < LEAST_LETTERS:
            return []
        return self._by_look[look]


def _in_link(text: str, at: int) -> bool:
    """Does the run at `at` belong to an address? Those are full of digits and never an insult."""
    start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
    return text.startswith(("http", "www."), start)


def with_signs(text: str, start: int, end: int) -> tuple[int, int]:
    """A disguised word's span with the signs that stand for its first and last letters: `!d!ot`, `1ooni3$`."""
    while start > 0 and text[start - 1] in "@$!|*+":
        start -= 1
    while end < len(text) and text[end] in "@$|*+":
        end += 1
    return start, end


def _masks(chunk: str, word: str) -> bool:
    """`id*ot`: every sign but the stars is a letter of the word, at least half of it stays visible."""
    return 2 * chunk.count("*") <= len(word) + 1 and all(
        c in ("*", w) for c, w in zip(chunk, word, strict=True)
    )


def _swaps(word: str) -> list[str]:
    """Neighbouring inner letters changed round, for words long enough that the result is no other word."""
    if len(word) < 5:
        return []
    return [
        word[:k] + word[k + 1] + word[k] + word[k + 2 :]
        for k in range(1, len(word) - 1)
        if word[k] != word[k + 1]
    ]
