"""LanguageTool's annotated text: what to check, and the way back to where it stands in the original.

The original is text with markup; only the text, and what the markup says it reads as, is checked.
Offsets of the original count UTF-16 code units, those of the checked text code points. Knows no Flask.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import UNSET, Struct, UnsetType

from secondreading.api.problem import invalid_field
from secondreading.text import Utf16Offsets


class PieceIn(Struct, frozen=True, rename="camel"):
    """Either `text`, or `markup` with what it reads as."""

    text: str | UnsetType = UNSET
    markup: str | UnsetType = UNSET
    interpret_as: str | UnsetType = UNSET


class DataIn(Struct, frozen=True):
    """The JSON in LanguageTool's form field `data`."""

    text: str | UnsetType = UNSET
    annotation: tuple[PieceIn, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of the checked text: where it starts there, and where it stands in the original."""

    start: int
    original_start_utf16: int
    original_end_utf16: int
    offsets: Utf16Offsets | None


class AnnotatedText:
    """`checked` is what the rules read, `original` all of it with markup."""

    def __init__(self, pieces: Iterable[PieceIn]) -> None:
        runs: list[_Run] = []
        checked: list[str] = []
        original: list[str] = []
        position, position_utf16 = 0, 0
        for index, piece in enumerate(pieces):
            said, stands = _read(piece, index)
            length_utf16 = Utf16Offsets(stands).of(len(stands))
            offsets = Utf16Offsets(said) if piece.text is not UNSET else None
            if said:
                runs.append(_Run(position, position_utf16, position_utf16 + length_utf16, offsets))
            checked.append(said)
            original.append(stands)
            position, position_utf16 = position + len(said), position_utf16 + length_utf16
        self.checked, self.original = "".join(checked), "".join(original)
        self._runs = runs
        self._starts = [run.start for run in runs]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the code points `[start, end)` of the checked text stand in the original, in UTF-16 units."""
        first, last = self._run_at(start), self._run_at(max(start, end - 1))
        begin = first.original_start_utf16
        if first.offsets is not None:
            begin += first.offsets.of(start - first.start)
        # A word that markup stands for is underlined as the whole markup: nothing less can be shown.
        if last.offsets is None:
            return begin, last.original_end_utf16
        return begin, last.original_start_utf16 + last.offsets.of(end - last.start)

    def _run_at(self, position: int) -> _Run:
        return self._runs[max(0, bisect_right(self._starts, position) - 1)]


def _read(piece: PieceIn, index: int) -> tuple[str, str]:
    """What a piece reads as, and what stands in the original."""
    if isinstance(piece.text, str) and piece.markup is UNSET:
        return piece.text, piece.text
    if isinstance(piece.markup, str) and piece.text is UNSET:
        return piece.interpret_as or "", piece.markup
    raise invalid_field(f"data.annotation[{index}]", "must have either text or markup.")


def plain_text(text: str) -> AnnotatedText:
    """A text without markup."""
    return AnnotatedText((PieceIn(text=text),))
