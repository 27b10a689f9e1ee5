"""Code points to UTF-16 code units and back, as JavaScript counts them."""

from __future__ import annotations

from bisect import bisect_right


class Utf16Offsets:
    """Converts offsets of one text. Free of cost per offset where the text has no astral characters."""

    __slots__ = ("_astral",)

    def __init__(self, text: str) -> None:
        # Positions (code points) of the characters that take two UTF-16 units.
        self._astral: list[int] = (
            []
            if text.isascii() or max(text) <= "\uffff"
            else [i for i, ch in enumerate(text) if ch > "\uffff"]
        )

    def of(self, code_point: int) -> int:
        """UTF-16 offset of a code point offset."""
        if not self._astral:
            return code_point
        return code_point + bisect_right(self._astral, code_point - 1)

    def length(self, text: str) -> int:
        """Length of the whole text in UTF-16 units."""
        return len(text) + len(self._astral)
