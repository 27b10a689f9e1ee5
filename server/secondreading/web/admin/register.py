"""The pages about the profile register: who speaks for the city where, and who looks after it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request

from secondreading.desk.errors import Refused, Stale, Taken
from secondreading.register import RegisteredProfile, Status, handle_key
from secondreading.web.admin.accounts import PLATFORMS, read_address
from secondreading.web.admin.calendar_file import write_calendar
from secondreading.web.admin.fact_rows import write_csv
from secondreading.web.admin.home import is_due, next_review
from secondreading.web.admin.marking import show_refusals
from secondreading.web.admin.profile_form import COLUMNS, DEFAULTS, FIELDS, cells_of, faults_of, read_profile
from secondreading.web.admin.room import Answer, Room, done, may_do, plain_edit, sent_table, show_stale
from secondreading.web.admin.tables import RowFault, read_table

PERMISSION = "register.edit"


def add_register(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/profiles")
    def profiles() -> str:
        return _list(room)

    @blueprint.get("/profiles/table.csv")
    def profile_table() -> Response:
        rows = [cells_of(view.entry) for view in room.desk.profiles()]
        headers = {"Content-Disposition": 'attachment; filename="profiles.csv"'}
        return Response(write_csv(FIELDS, rows), mimetype="text/csv", headers=headers)

    @blueprint.get("/profiles/reviews.ics")
    def profile_reviews() -> Response:
        """The days to look profiles over, for anybody's calendar."""
        entries = [view.entry for view in room.desk.profiles()]
        address = room.config.public_url or request.host_url.rstrip("/")
        headers = {"Content-Disposition": 'attachment; filename="profile-reviews.ics"'}
        return Response(write_calendar(entries, address), mimetype="text/calendar", headers=headers)

    _add_profile(blueprint, room)
    _add_import(blueprint, room)


def _add_profile(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/profiles/new")
    def new_profile() -> str:
        cells = dict.fromkeys(FIELDS, "") | DEFAULTS | {"platform": "x"}
        review = next_review(room.holder.current().today())
        return _form(None, "", cells | {"review_date": review})

    @blueprint.post("/profiles/new")
    def create_profile() -> Answer:
        return _save(room, None)

    @blueprint.get("/profiles/<platform>/<handle>")
    def profile(platform: str, handle: str) -> str:
        view = room.desk.profile(platform, handle)
        return _form(view.entry, view.etag, cells_of(view.entry))

    @blueprint.post("/profiles/<platform>/<handle>")
    def save_profile(platform: str, handle: str) -> Answer:
        return _save(room, room.desk.profile(platform, handle).entry)


def _add_import(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/profiles/import")
    def profile_import() -> str:
        return _import(())

    @blueprint.post("/profiles/import")
    def import_profiles() -> Answer:
        """All rows or none: whoever mends a table wants to send it whole."""
        table = read_table(sent_table(), COLUMNS)
        faults = [*table.faults, *(fault for line, cells in table.rows for fault in faults_of(line, cells))]
        if not table.rows and not faults:
            faults.append(RowFault(0, "", "There are no rows below the headings."))
        if faults:
            return _import(faults), 422
        edit, known = plain_edit(), {_key(view.entry): view for view in room.desk.profiles()}
        for line, cells in table.rows:
            entry = read_profile(cells)
            before = known.get(_key(entry))
            entry = replace(entry, verified_at=before.entry.verified_at if before else None)
            try:
                if before is None or before.entry != entry:
                    room.desk.save_profile(entry, edit, before.etag if before else None)
            except (Refused, Taken, Stale) as fault:
                return _import([RowFault(line, "", str(fault))]), 422
        return done("/admin/profiles", "imported", len(table.rows))


def _key(entry: RegisteredProfile) -> tuple[str, str]:
    return entry.platform, handle_key(entry.handle)


def _save(room: Room, old: RegisteredProfile | None) -> Answer:
    cells = {name: " ".join(request.form.get(name, "").split()) for name in FIELDS}
    if old is not None:
        cells |= {"platform": old.platform, "handle": old.handle}
    etag, act = request.form.get("etag", ""), request.form.get("act", "save")
    faults: Any = faults_of(0, cells)
    if not faults:
        entry = replace(read_profile(cells), verified_at=old.verified_at if old else None)
        if act == "verify":
            entry = replace(entry, verified_at=int(time.time()))
        if act == "reviewed":
            entry = replace(entry, review_date=next_review(room.holder.current().today()))
        try:
            room.desk.save_profile(entry, plain_edit(), etag if old else None)
            return done("/admin/profiles", "saved")
        except Refused as fault:
            shown = show_refusals(fault.refusals)
            faults = [RowFault(0, one.place, f"{one.message} {one.mend}") for one in shown]
        except Taken:
            faults = [RowFault(0, "handle", "is in the register already.")]
        except Stale as fault:
            return show_stale(room, fault, "the register", f"/admin/profiles/{entry.platform}/{entry.handle}")
    return _form(old, etag, cells, faults), 422


def _list(room: Room) -> str:
    today, address = room.holder.current().today(), request.args.get("address", "").strip()[:2_000]
    views = sorted(
        room.desk.profiles(), key=lambda view: (view.entry.platform, handle_key(view.entry.handle))
    )
    asked = read_address(address) if address else None
    found = next(
        (v.entry for v in views if asked and _key(v.entry) == (asked[0], handle_key(asked[1]))), None
    )
    return render_template(
        "admin/profiles.html",
        rows=[(v.entry, v.entry.status is Status.ACTIVE and is_due(v.entry, today)) for v in views],
        address=address,
        asked=asked,
        found=found,
        may_edit=may_do(PERMISSION),
    )


def _form(old: RegisteredProfile | None, etag: str, cells: dict[str, str], faults: Any = ()) -> str:
    read = read_address(cells.get("url", "")) if cells.get("url") else None
    shown = [{"place": f.column, "anchor": f.column, "message": f.message, "mend": ""} for f in faults]
    differs = bool(read and old) and read != (cells["platform"], "@" + cells["handle"].lstrip("@"))
    return render_template(
        "admin/profile.html",
        entry=old,
        etag=etag,
        cells=cells,
        platforms=PLATFORMS,
        differs=read if differs else None,
        faults=shown,
        fault_of={fault.column: fault.message for fault in faults},
        reason=request.form.get("reason", ""),
        may_edit=may_do(PERMISSION),
    )


def _import(faults: Any) -> str:
    return render_template(
        "admin/import.html",
        title="Profiles",
        back="/admin/profiles",
        columns=[(column.name, column.is_required, "") for column in COLUMNS],
        etag="",
        faults=faults,
        table=request.form.get("table", ""),
        plan=None,
        counts_now=True,
    )
