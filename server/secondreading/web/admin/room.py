"""What the admin pages work with, and what they have in common."""

from __future__ import annotations

import time
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from secondreading.api.figures import Figures
from secondreading.api.policy_holder import PolicyHolder
from secondreading.api.roles import may
from secondreading.config import Config
from secondreading.desk.desk import Desk
from secondreading.desk.errors import Refusal, Stale
from secondreading.desk.values import Edit, Saved
from secondreading.store.enrolments import EnrolmentBook
from secondreading.web.admin.guard import current_session
from secondreading.web.admin.marking import show_unified
from secondreading.web.admin.publishing import Plan, in_city, make_edit, read_plan

Answer = AnyResponse | str | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Room:
    """The desk that does the work, and the policy in force for the city's name, zone and clauses."""

    desk: Desk
    holder: PolicyHolder
    figures: Figures
    enrolments: EnrolmentBook
    config: Config
    has_provider: bool = False

    @property
    def zone(self) -> ZoneInfo:
        return self.holder.current().zone

    def city_time(self, moment: int | None) -> str:
        return in_city(moment, self.zone)


def may_do(permission: str) -> bool:
    """Whether the person of this request may; for what a page offers. The guard is what decides."""
    return may(current_session().roles, permission)


def planned_edit(room: Room) -> tuple[Plan, Edit, tuple[Refusal, ...]]:
    """The end of the form that was sent: as it was filled in, as an edit, and what is wrong with it."""
    plan = read_plan(request.form)
    edit, refusals = make_edit(plan, current_session().name, room.zone, int(time.time()))
    return plan, edit, refusals


def plain_edit(field: str = "reason") -> Edit:
    """An edit that counts at once."""
    reason = " ".join(request.form.get(field, "").split())
    return Edit(current_session().name, reason or "No reason given.")


FORM_S = 7 * 86_400  # how long a form that makes a secret is remembered


def sent_before(room: Room) -> bool:
    """Whether this very form was sent already, as reloading the page that it led to does."""
    identity = request.form.get("once", "")[:40]
    return bool(identity) and not room.desk.spend_link(f"form-{identity}", int(time.time()) + FORM_S)


# A word after a change. A code in the address instead of the sentence: no link can put words into a page.
NOTICES = {
    "published": "Published as revision {number}.",
    "planned": "Saved as revision {number}. It counts when its time comes; see Revisions.",
    "removed": "Removed with revision {number}. It can be brought back from Revisions.",
    "back": "Rolled back: revision {number} is as it was then.",
    "withdrawn": "Withdrawn: it will not count.",
    "revoked": "Revoked: these browsers will be refused within two seconds.",
    "settled": "The conflict is settled.",
    "saved": "Saved.",
    "imported": "Brought in {number} rows.",
}


def done(address: str, code: str, number: int = 0) -> AnyResponse:
    """Back to a page after a change, with one of the NOTICES."""
    return redirect(f"{address}?done={code}&number={number}", 303)


def notice() -> str:
    """The sentence that this request's address asks for, if any."""
    number = request.args.get("number", 0, type=int)
    return NOTICES.get(request.args.get("done", ""), "").format(number=number)


def done_saving(address: str, saved: Saved, plan: Plan) -> AnyResponse:
    return done(address, "published" if plan.publish == "now" else "planned", saved.revision)


def show_stale(room: Room, fault: Stale, path: str, again: str, yours: str = "") -> tuple[str, int]:
    """The page for a change that comes too late: who was quicker, and with what."""
    said = [
        f"{one.author} changed it on {room.city_time(one.at)}: “{one.reason}”"
        + (f" (revision {one.revision})." if one.revision else ".")
        for one in fault.changes
    ]
    page = render_template(
        "admin/conflict.html",
        message=" ".join(said) or "It was changed since you opened it.",
        difference=show_unified(path, fault.difference),
        yours=yours,
        again=again,
    )
    return page, 412


def sent_table() -> str:
    """The table that a form brings: as a file, or pasted."""
    file = request.files.get("file")
    raw = file.read() if file else b""
    if not raw:
        return request.form.get("table", "")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheets on Windows write when nobody asks them for UTF-8.
        return raw.decode("cp1252", errors="replace")
