"""The pages about the city's facts: one sheet a kind, entries to fill in, whole sheets from a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, render_template, request

from secondreading.desk.errors import Missing, Refused, Stale
from secondreading.desk.fact_kinds import FACT_KINDS, FactKind
from secondreading.desk.facts import fact_kind
from secondreading.desk.values import FactSheet
from secondreading.web.admin.fact_rows import columns_of, read_entry, row_faults, write_cells, write_csv
from secondreading.web.admin.guard import Refused as NotAllowed
from secondreading.web.admin.marking import Fault, show_refusals
from secondreading.web.admin.publishing import Plan
from secondreading.web.admin.room import (
    Answer,
    Room,
    done,
    done_saving,
    may_do,
    planned_edit,
    sent_table,
    show_stale,
)
from secondreading.web.admin.tables import RowFault, read_table

PERMISSION = "facts.edit"


def add_facts(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/facts")
    def facts() -> str:
        sheets = [(kind, room.desk.facts(name).entries) for name, kind in FACT_KINDS.items()]
        return render_template("admin/facts.html", sheets=sheets)

    @blueprint.get("/facts/<kind>")
    def fact_sheet(kind: str) -> str:
        return _sheet(fact_kind(kind), room.desk.facts(kind))

    @blueprint.post("/facts/<kind>")
    def save_fact_sheet(kind: str) -> Answer:
        """A sheet of one field: a line for each entry."""
        known, texts = fact_kind(kind), request.form.get("entries", "").splitlines()
        entries = [{known.fields[0].name: line.strip()} for line in texts if line.strip()]
        return _save(room, known, entries)

    @blueprint.get("/facts/<kind>/table.csv")
    def fact_table(kind: str) -> Response:
        known = fact_kind(kind)
        rows = [write_cells(known, entry) for entry in room.desk.facts(kind).entries]
        headers = {"Content-Disposition": f'attachment; filename="{known.name}.csv"'}
        return Response(write_csv([f.name for f in known.fields], rows), mimetype="text/csv", headers=headers)

    _add_entries(blueprint, room)
    _add_import(blueprint, room)


def _add_entries(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/facts/<kind>/entries/<int:number>")
    def fact(kind: str, number: int) -> str:
        sheet = room.desk.facts(kind)
        if number > len(sheet.entries):
            raise Missing("this entry is not there")
        entry = sheet.entries[number] if number < len(sheet.entries) else {}
        return _entry(
            fact_kind(kind), sheet.etag, number, len(sheet.entries), write_cells(fact_kind(kind), entry)
        )

    @blueprint.post("/facts/<kind>/entries/<int:number>")
    def save_fact(kind: str, number: int) -> Answer:
        known, sheet = fact_kind(kind), room.desk.facts(kind)
        entries = [dict(entry) for entry in sheet.entries]
        changed = [] if request.form.get("act") == "remove" else [read_entry(known, request.form)]
        if number > len(entries):
            raise Missing("this entry is not there")
        entries[number : number + 1] = changed
        return _save(room, known, entries, number)


def _add_import(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/facts/<kind>/import")
    def fact_import(kind: str) -> str:
        return _import(fact_kind(kind), room.desk.facts(kind).etag, ())

    @blueprint.post("/facts/<kind>/import")
    def import_facts(kind: str) -> Answer:
        known, etag = fact_kind(kind), request.form.get("etag", "")
        plan, edit, refusals = planned_edit(room)
        table = read_table(sent_table(), columns_of(known))
        faults = [*table.faults, *(RowFault(0, r.path, f"{r.message} {r.mend}") for r in refusals)]
        if not table.rows and not faults:
            faults.append(RowFault(0, "", "There are no rows below the headings."))
        if faults:
            return _import(known, etag, faults, plan), 422
        entries = [read_entry(known, cells) for _, cells in table.rows]
        if request.form.get("keep") == "yes":
            entries, lines = _merged(known, room.desk.facts(kind), entries), []
        else:
            lines = [line for line, _ in table.rows]
        try:
            room.desk.save_facts(kind, entries, edit, etag)
        except Refused as fault:
            return _import(known, etag, row_faults(fault.refusals, kind, lines), plan), 422
        except Stale as fault:
            return show_stale(room, fault, known.title, f"/admin/facts/{kind}/import", sent_table())
        return done(f"/admin/facts/{kind}", "imported", len(table.rows))


def _merged(kind: FactKind, sheet: FactSheet, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The sheet with the new entries; one that has the same name takes the old one's place."""

    def key(entry: Any) -> tuple[str, ...]:
        return tuple(str(entry.get(name, "")).casefold() for name in kind.named)

    both = {key(entry): dict(entry) for entry in sheet.entries} | {key(entry): entry for entry in entries}
    return list(both.values())


def _save(room: Room, kind: FactKind, entries: list[dict[str, Any]], number: int | None = None) -> Answer:
    plan, edit, refusals = planned_edit(room)
    etag = request.form.get("etag", "")
    if not refusals:
        try:
            return done_saving(
                f"/admin/facts/{kind.name}", room.desk.save_facts(kind.name, entries, edit, etag), plan
            )
        except Refused as fault:
            refusals = fault.refusals
        except Stale as fault:
            return show_stale(room, fault, kind.title, f"/admin/facts/{kind.name}")
    faults = tuple(_at_field(fault, number) for fault in show_refusals(refusals))
    if number is None:
        sheet = FactSheet(kind.name, tuple(entries), etag)
        return _sheet(kind, sheet, faults, plan), 422
    return _entry(kind, etag, number, number + 1, dict(request.form), faults, plan), 422


def _at_field(fault: Fault, number: int | None) -> Fault:
    """`people[3].name` as the field `name` where entry 3 is what the form shows."""
    found = re.fullmatch(r"[\w-]+\[(\d+)\]\.?(.*)", fault.place)
    if found and number is not None and int(found[1]) == number and found[2]:
        return Fault(found[2], fault.message, fault.mend, found[2])
    if found:
        return Fault(f"Entry {int(found[1]) + 1}", fault.message, fault.mend, "entries")
    return fault


def _sheet(kind: FactKind, sheet: FactSheet, faults: Any = (), plan: Plan | None = None) -> str:
    rows = [write_cells(kind, entry) for entry in sheet.entries]
    # A column that nobody filled in would only push the others together.
    shown = [field for field in kind.fields if field.required or any(row[field.name] for row in rows)]
    return render_template(
        "admin/fact_sheet.html",
        kind=kind,
        rows=rows,
        shown=[*shown, *(f for f in kind.fields if f.name == kind.named[-1] and f not in shown)],
        is_list=len(kind.fields) == 1,
        etag=sheet.etag,
        faults=faults,
        fault_of={fault.place: f"{fault.message} {fault.mend}" for fault in faults},
        plan=plan or Plan(),
        may_edit=may_do(PERMISSION),
    )


def _entry(
    kind: FactKind, etag: str, number: int, count: int, cells: Any, faults: Any = (), plan: Plan | None = None
) -> str:
    return render_template(
        "admin/fact.html",
        kind=kind,
        number=number,
        is_new=number >= count,
        etag=etag,
        cells=cells,
        faults=faults,
        fault_of={fault.place: f"{fault.message} {fault.mend}" for fault in faults},
        plan=plan or Plan(),
        may_edit=may_do(PERMISSION),
    )


def _import(kind: FactKind, etag: str, faults: Any, plan: Plan | None = None) -> str:
    if not may_do(PERMISSION):
        raise NotAllowed(403, "Your roles let you look, not change.")
    return render_template(
        "admin/import.html",
        title=kind.title,
        back=f"/admin/facts/{kind.name}",
        columns=[
            (field.name, field.required, field.help or ", ".join(field.choices)) for field in kind.fields
        ],
        etag=etag,
        faults=faults,
        table=request.form.get("table", ""),
        plan=plan or Plan(),
        counts_now=False,
    )
