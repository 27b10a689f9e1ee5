"""The pages about revisions: what changed, by whom and why; back to any of them; conflicts of merges."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request

from secondreading.desk.errors import Refused, Stale
from secondreading.web.admin.archives import NoPolicyInside, pack_policy, unpack_policy
from secondreading.web.admin.guard import Refused as NotAllowed
from secondreading.web.admin.marking import Fault, show_difference, show_refusals, show_unified
from secondreading.web.admin.publishing import Plan
from secondreading.web.admin.room import (
    Answer,
    Room,
    done,
    done_saving,
    may_do,
    plain_edit,
    planned_edit,
    show_stale,
)

A_PAGE = 40


def add_revisions(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/revisions")
    def revisions() -> str:
        before = request.args.get("before", type=int)
        listed = room.desk.revisions(before=before, limit=A_PAGE + 1)
        return render_template(
            "admin/revisions.html",
            revisions=listed[:A_PAGE],
            older=listed[A_PAGE - 1].number if len(listed) > A_PAGE else None,
            planned=room.desk.planned(),
            conflicts=[_conflict(one) for one in room.desk.conflicts() if one.state == "open"],
            may_publish=may_do("revisions.publish"),
        )

    @blueprint.get("/revisions/<int:number>")
    def revision(number: int) -> str:
        return _revision(room, number)

    @blueprint.post("/revisions/<int:number>/back")
    def roll_back(number: int) -> Answer:
        plan, edit, refusals = planned_edit(room)
        if refusals:
            return _revision(room, number, faults=show_refusals(refusals), plan=plan), 422
        try:
            saved = room.desk.roll_back(number, edit)
        except Refused as fault:
            return _revision(room, number, faults=show_refusals(fault.refusals), plan=plan), 422
        except Stale as fault:
            return show_stale(room, fault, "the policy", f"/admin/revisions/{number}")
        return done("/admin/revisions", "back" if plan.publish == "now" else "planned", saved.revision)

    _add_acts(blueprint, room)
    _add_import(blueprint, room)


def _add_acts(blueprint: Blueprint, room: Room) -> None:
    @blueprint.post("/publications/<int:identity>/withdraw")
    def withdraw(identity: int) -> Answer:
        room.desk.withdraw(identity, plain_edit())
        return done("/admin/revisions", "withdrawn")

    @blueprint.post("/conflicts/<int:identity>")
    def settle(identity: int) -> Answer:
        take = request.form.get("take", "")
        if take not in ("ours", "theirs"):
            raise NotAllowed(400, "Choose which of the two texts stays.")
        room.desk.settle(identity, "ours" if take == "ours" else "theirs", plain_edit())
        return done("/admin/revisions", "settled")

    @blueprint.get("/revisions/<int:number>/export")
    def export(number: int) -> Response:
        """The files as in `policy_rules/`, in one archive."""
        headers = {"Content-Disposition": f'attachment; filename="policy-{number}.zip"'}
        return Response(pack_policy(room.desk.export(number)), mimetype="application/zip", headers=headers)


def _add_import(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/revisions/import")
    def policy_import() -> str:
        return _import(())

    @blueprint.post("/revisions/import")
    def import_policy() -> Answer:
        plan, edit, refusals = planned_edit(room)
        sent = request.files.get("file")
        try:
            files = unpack_policy(sent.read() if sent else b"")
            if refusals:
                return _import(show_refusals(refusals), plan), 422
            return done_saving("/admin/revisions", room.desk.import_files(files, edit), plan)
        except NoPolicyInside as fault:
            return _import((Fault("The archive", str(fault), "", "file"),), plan), 422
        except Refused as fault:
            # A path within a file is of no use to whoever mends the file: its name and line are.
            told = [replace(one, path="") if one.file else one for one in fault.refusals]
            return _import(show_refusals(told), plan), 422
        except Stale as fault:
            return show_stale(room, fault, "the policy", "/admin/revisions/import")


def _import(faults: tuple[Fault, ...], plan: Plan | None = None) -> str:
    return render_template("admin/import_policy.html", faults=faults, plan=plan or Plan())


def _revision(room: Room, number: int, **shown: Any) -> str:
    found = room.desk.revision(number)
    against = request.args.get("against", type=int) or found.parent
    plan = shown.get("plan", Plan())
    return render_template(
        "admin/revision.html",
        revision=found,
        against=against,
        difference=show_difference(room.desk.difference(against, number)) if against else None,
        standing=room.desk.standing(),
        back=show_difference(room.desk.difference(room.desk.standing(), number)),
        may_publish=may_do("revisions.publish"),
        plan=plan,
        reason=plan.reason,
        faults=shown.get("faults", ()),
    )


def _conflict(conflict: Any) -> dict[str, Any]:
    return {
        "id": conflict.id,
        "path": conflict.path,
        "note": conflict.note,
        "revision": conflict.revision,
        "ours": show_unified(conflict.path, conflict.ours or ""),
        "theirs": show_unified(conflict.path, conflict.theirs or ""),
    }
