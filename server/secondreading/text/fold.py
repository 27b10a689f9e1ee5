"""Folding: one plain lower-case spelling for the many ways to write a word, with a map back.

NFKD without marks, case folded, zero-width characters dropped, look-alike letters read as Latin.
Length may change both ways (`ﬀ` becomes two letters, a joiner none), so a folded text carries the
original position of every character.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from .lookalikes import IN_LATIN_WORDS, reads_as

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("’‘‛ʼʹ′`´＇", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    }
)
_FOREIGN_LETTER = r"\u0370-\u058f\u2c80-\u2cff" + "".join(
    sorted(ch for ch in IN_LATIN_WORDS if ch > "\u058f")
)
_FOREIGN = re.compile(f"[{_FOREIGN_LETTER}]")
_FOREIGN_WORD = re.compile(rf"[^\W\d_]*[{_FOREIGN_LETTER}][^\W\d_]*")
_LATIN = re.compile(r"[a-z]")
_JOINER = "\u200d"


class _Table(dict[str, str]):
    """Character to its folded spelling, filled as characters are met (bounded by Unicode itself)."""

    def __missing__(self, ch: str) -> str:
        folded = self[ch] = _fold_character(ch)
        return folded


def _fold_character(ch: str) -> str:
    if unicodedata.category(ch) in ("Cf", "Mn", "Me") or "\U0001f3fb" <= ch <= "\U0001f3ff":
        return ""  # zero width, marks, skin tones
    if "\uac00" <= ch <= "\ud7a3":  # Hangul syllables stay whole: their parts are no marks
        return ch
    ch = ch.translate(_PUNCTUATION)
    if ch == "…":
        return ch
    lowered = reads_as(ch).casefold()
    plain = "".join(c for c in unicodedata.normalize("NFKD", lowered) if unicodedata.category(c) != "Mn")
    plain = "".join(reads_as(c) for c in plain.casefold()).translate(_PUNCTUATION)
    return plain if not plain.isspace() else ("\n" if ch in "\r\n\u2028\u2029\x0b\x0c\x85" else " ")


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `origins[k]` is the original position of folded character `k`; None means identity."""

    text: str
    original: str
    origins: tuple[int, ...] | None

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The original code points behind folded `[start, end)`, never half a character.

        A span that ends inside an expansion takes the whole ligature; marks, skin tones and
        joined emoji that hang on the last character come along.
        """
        if self.origins is None:
            return start, end  # every character is its own: nothing hangs on another
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else len(self.original)
            return at, at
        return self.origins[start], _end_of_character(self.original, self.origins[end - 1])

    def folded_span(self, start: int, end: int) -> tuple[int, int]:
        """The folded characters of original code points `[start, end)`."""
        if self.origins is None:
            return start, end
        return bisect_left(self.origins, start), bisect_left(self.origins, end)


def _end_of_character(text: str, at: int) -> int:
    end = at + 1
    while end < len(text):
        if text[end] == _JOINER and end + 1 < len(text) and unicodedata.category(text[end + 1]) == "So":
            end += 2
        elif unicodedata.category(text[end])[0] == "M" or "\U0001f3fb" <= text[end] <= "\U0001f3ff":
            end += 1
        else:
            break
    return end


def fold(original: str) -> Folded:
    """Fold a text. Linear in its length; ASCII takes a short way."""
    if original.isascii() and "\r" not in original:
        return Folded(original.lower(), original, None)
    pieces = [_TABLE[ch] for ch in original]
    text = _unmask("".join(pieces))
    if len(text) == len(original) and "" not in pieces:
        return Folded(text, original, None)
    return Folded(text, original, tuple([at for at, piece in enumerate(pieces) for _ in piece]))


def _unmask(text: str) -> str:
    """Read look-alike letters as Latin, one for one, in words that only pretend to be Greek or Cyrillic."""
    if text.isascii() or not _FOREIGN.search(text):
        return text
    genuine = any(not _pretends(word) for word in _FOREIGN_WORD.findall(text))
    return _FOREIGN_WORD.sub(lambda m: _as_latin(m[0]) if _mixed(m[0]) or not genuine else m[0], text)


def _mixed(word: str) -> bool:
    return _LATIN.search(word) is not None


def _pretends(word: str) -> bool:
    return _mixed(word) or all(ch in IN_LATIN_WORDS for ch in word)


def _as_latin(word: str) -> str:
    return "".join(IN_LATIN_WORDS[ch][0] if ch in IN_LATIN_WORDS else ch for ch in word)
