"""Tables that people bring from a spreadsheet: comma-separated text in, rows out, every bad row named.

Pure. Spreadsheets of half the world write semicolons and start with a byte order mark; both are taken.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

MOST_ROWS = 5_000
LARGEST_TABLE = 1_000_000  # characters


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `check` says in words what is wrong with a cell, or nothing."""

    name: str
    is_required: bool = False
    check: Callable[[str], str] = lambda _cell: ""


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one line of the table, counted as a spreadsheet counts: the headings are line 1."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Table:
    """Good rows by column name, each with its line, and every fault found."""

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    faults: tuple[RowFault, ...]


def read_table(text: str, columns: Sequence[Column]) -> Table:
    """Read the whole table; one bad row hides no other."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LARGEST_TABLE:
        return Table(
            (), (RowFault(1, "", f"the table is longer than {LARGEST_TABLE:,} characters; cut it in parts."),)
        )
    lines = csv.reader(io.StringIO(text), delimiter=_delimiter(text), strict=True)
    rows: list[tuple[int, Mapping[str, str]]] = []
    faults: list[RowFault] = []
    try:
        headings = [heading.strip().lower().replace(" ", "_") for heading in next(lines, [])]
        faults += _heading_faults(headings, columns)
        for cells in [] if faults else lines:
            line = lines.line_num
            if not any(cell.strip() for cell in cells):
                continue
            found = _cell_faults(line, headings, cells, columns)
            faults += found
            if not found:
                rows.append((line, {h: cell.strip() for h, cell in zip(headings, cells, strict=False)}))
            if len(rows) > MOST_ROWS:
                faults.append(
                    RowFault(line, "", f"there are more than {MOST_ROWS:,} rows; cut the table in parts.")
                )
                break
    except csv.Error:
        faults.append(
            RowFault(lines.line_num, "", 'the quotes do not close; write "" for a quote inside quotes.')
        )
    return Table(tuple(rows), tuple(faults))


def _delimiter(text: str) -> str:
    heading = text.partition("\n")[0]
    return max(",;\t", key=heading.count)


def _heading_faults(headings: Sequence[str], columns: Sequence[Column]) -> list[RowFault]:
    names = [column.name for column in columns]
    known = ", ".join(names)
    missing = [column.name for column in columns if column.is_required and column.name not in headings]
    strange = [heading for heading in headings if heading and heading not in names]
    twice = sorted({heading for heading in headings if heading and headings.count(heading) > 1})
    return [
        *(RowFault(1, name, "this column is missing.") for name in missing),
        *(RowFault(1, name[:40], f"there is no such column; the columns are {known}.") for name in strange),
        *(RowFault(1, name, "this column is there twice.") for name in twice),
    ]


def _cell_faults(
    line: int, headings: Sequence[str], cells: Sequence[str], columns: Sequence[Column]
) -> list[RowFault]:
    if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
        return [RowFault(line, "", f"has {len(cells)} cells, but there are {len(headings)} columns.")]
    held = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=False)}
    faults = []
    for column in columns:
        cell = held.get(column.name, "")
        message = "is empty." if column.is_required and not cell else column.check(cell) if cell else ""
        if message:
            faults.append(RowFault(line, column.name, message))
    return faults
