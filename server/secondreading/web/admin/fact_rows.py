"""Facts between forms, spreadsheets and the desk: cells are texts, lists are separated by semicolons. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from secondreading.desk.errors import Refusal
from secondreading.desk.fact_kinds import FactField, FactKind, Shape
from secondreading.web.admin.tables import Column, RowFault

TRUE_WORDS, FALSE_WORDS = ("yes", "true", "x", "1"), ("no", "false", "0", "")


def read_entry(kind: FactKind, cells: Mapping[str, str]) -> dict[str, Any]:
    """An entry as the desk takes it; empty cells are left out."""
    found = {field.name: _read(field, cells.get(field.name, "")) for field in kind.fields}
    return {name: value for name, value in found.items() if value not in ("", [], False)}


def write_cells(kind: FactKind, entry: Mapping[str, Any]) -> dict[str, str]:
    return {field.name: _write(entry.get(field.name)) for field in kind.fields}


def columns_of(kind: FactKind) -> list[Column]:
    return [Column(field.name, field.required, _checker(field)) for field in kind.fields]


def write_csv(headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> str:
    """Comma-separated text with headings. A cell that a spreadsheet would run as a formula gets a quote."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(headings)
    lines.writerows([_harmless(row.get(heading, "")) for heading in headings] for row in rows)
    return out.getvalue()


def row_faults(refusals: Sequence[Refusal], kind: str, lines: Sequence[int]) -> list[RowFault]:
    """The desk's refusals of entries, told by the line of the table that each entry came from."""
    found = []
    for refusal in refusals:
        number, _, field = refusal.path.removeprefix(f"{kind}[").partition("]")
        is_row = refusal.path.startswith(f"{kind}[") and number.isdigit() and int(number) < len(lines)
        message = f"{refusal.message}; {refusal.mend}."
        found.append(RowFault(lines[int(number)] if is_row else 0, field.lstrip("."), message))
    return found


def _harmless(cell: str) -> str:
    # A handle is the one thing here that may start like a formula and is none.
    return f"'{cell}" if cell.startswith(("=", "+", "-", "\t")) else cell


def _read(field: FactField, cell: str) -> Any:
    cell = cell.strip()
    if field.shape is Shape.TEXTS:
        return [part.strip() for part in cell.replace("\n", ";").split(";") if part.strip()]
    return cell.lower() in TRUE_WORDS if field.shape is Shape.TRUTH else cell


def _write(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    return "yes" if value is True else "" if value in (None, False) else str(value)


def _checker(field: FactField) -> Callable[[str], str]:
    def check(cell: str) -> str:
        if field.choices and cell not in field.choices:
            return f"must be one of: {', '.join(field.choices)}."
        if field.shape is Shape.TRUTH and cell.lower() not in TRUE_WORDS + FALSE_WORDS:
            return "must be yes or no."
        return "" if field.shape is not Shape.DAY or is_day(cell) else "is no day; write it as 2026-08-30."

    return check


def is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
