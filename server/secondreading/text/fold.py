"""Folding: one plain lower-case spelling for the many ways to write a word, with a map back.

NFKD without marks, case folded, zero-width characters dropped, look-alike letters read as Latin.
Length may change both ways (`ﬀ` becomes two letters, a joiner none), so a folded text carries the
original position of every character.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from itertools import chain

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
# Characters for which lower case is not all there is to do.
_ODD = re.compile(r"[^\x00-\x7f]|[`\t\r\x0b\x0c\x1c-\x1f]")
MOST_REPLACED = 6  # kinds of characters that are replaced one after the other
_JOINER = "\u200d"


class _Table(dict[int, str]):
    """Code point to its folded spelling, filled as characters are met (bounded by Unicode itself)."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
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


class Folded:
    """A folded text. `origins[k]` is the original position of folded character `k`; None means identity.

    `uneven` are the characters whose folded spelling is not one character long. Positions are counted
    out when they are first asked for: most texts need none.
    """

    __slots__ = ("_origins", "original", "text", "uneven")

    def __init__(self, text: str, original: str, uneven: frozenset[str] = frozenset()) -> None:
        self.text, self.original, self.uneven = text, original, uneven
        self._origins: tuple[int, ...] | None = None

    @property
    def origins(self) -> tuple[int, ...] | None:
        if self._origins is None and self.uneven:
            lengths = {ch: len(_TABLE[ord(ch)]) for ch in self.uneven}
            places = [(at,) * lengths.get(ch, 1) for at, ch in enumerate(self.original)]
            self._origins = tuple(chain.from_iterable(places))
        return self._origins

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
    """Fold a text. Linear in its length; ASCII and a few other signs take short ways."""
    if original.isascii():
        return Folded(original.translate(_TABLE), original)
    odd = {ch: _TABLE[ord(ch)] for ch in _ODD.findall(original)}
    uneven = frozenset([ch for ch, piece in odd.items() if len(piece) != 1])
    if len(odd) > MOST_REPLACED or not all(_is_plain(ch, piece) for ch, piece in odd.items()):
        return Folded(_unmask(original.translate(_TABLE)), original, uneven)
    # Mostly typographic signs and emoji: a few replacements cost less than a look at every character.
    text = original
    for ch, piece in odd.items():
        text = text.replace(ch, piece)
    return Folded(text.lower(), original, uneven)


def _is_plain(ch: str, piece: str) -> bool:
    """Does what a character folds to stay as it is when the rest of the text is put into lower case?"""
    return piece.isascii() or (piece == ch and not ch.isalpha())


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
