"""The rule editor: the form in plain words, the same rule as its file, and the preview beside both."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from secondreading.desk.errors import Missing, Refusal, Refused, Stale, Taken
from secondreading.desk.values import RuleView
from secondreading.matchers.frames import FRAMES
from secondreading.policy.load import PolicyErrors, read_plain
from secondreading.policy.read_documents import DOCUMENTS_FILE
from secondreading.policy.write import write_rule
from secondreading.web.admin.guard import Refused as NotAllowed
from secondreading.web.admin.marking import Fault, show_preview, show_refusals
from secondreading.web.admin.publishing import Plan
from secondreading.web.admin.room import Answer, Room, done_saving, may_do, planned_edit, show_stale
from secondreading.web.admin.rule_change import change_rule
from secondreading.web.admin.rule_view import Way, view_rule

PERMISSION = "rules.edit"
FRAME_WORDS = {
    "negation": "a negation (we did not …)",
    "refusal": "a refusal (I can't say …)",
    "quotation": "a quotation",
    "question": "a question",
    "report": "a report (she said …)",
    "idiom": "an idiom (killing it)",
}


def save_from_editor(room: Room, old: RuleView | None) -> Answer:
    """Preview or save what the form says; `old` None makes a new rule."""
    base = request.form.get("base", "")
    try:
        data = change_rule(read_plain(base), request.form, request.form.to_dict(flat=False))
    except PolicyErrors:
        raise NotAllowed(400, "The form is damaged. Load the page again.") from None
    text = write_rule(data)
    identity = old.id if old else str(data["id"])
    plan, edit, refusals = planned_edit(room)
    refusals += _unnamed(identity)
    shown = {"plan": plan, "sample": request.form.get("sample", "")}
    if request.form.get("act") != "save":
        return show_editor(room, old, data, base, preview=_preview(room, identity, text), **shown)
    if not may_do(PERMISSION):
        raise NotAllowed(403, "Your roles let you look and try, not save.")
    if not refusals:
        try:
            saved = room.desk.save_rule(identity, text, edit, request.form.get("etag") or None)
            return done_saving(f"/admin/rules/{identity}", saved, plan)
        except (Refused, Taken, Missing) as fault:
            refusals = _refusals(fault)
        except Stale as fault:
            return show_stale(room, fault, old.file if old else "", f"/admin/rules/{identity}", text)
    return show_editor(room, old, data, base, faults=show_refusals(refusals), **shown), 422


def _refusals(fault: Refused | Taken | Missing) -> tuple[Refusal, ...]:
    if isinstance(fault, Refused):
        return fault.refusals
    return (Refusal("id", str(fault).strip("'\""), "Choose another topic or short name."),)


def _unnamed(identity: str) -> tuple[Refusal, ...]:
    """What is missing of a new rule before the desk can look at it at all."""
    topic, _, name = identity.partition(".")
    missing = [] if topic else [Refusal("topic", "The topic is missing.", "Choose the one it belongs to.")]
    if not name:
        missing.append(Refusal("title", "The title is missing.", "Write a few words that name the subject."))
    return tuple(missing)


def _preview(room: Room, identity: str, text: str) -> Any:
    sample = request.form.get("sample", "").strip()
    return show_preview(room.desk.preview(identity, text, [sample] if sample else []), identity)


def show_editor(room: Room, old: RuleView | None, data: Any, base: str, **shown: Any) -> str:
    """The editor with `data`; `base` is the file that the form's changes go into."""
    view = view_rule(data)
    faults: tuple[Fault, ...] = shown.pop("faults", ())
    plan = shown.pop("plan", Plan())
    return render_template(
        "admin/rule.html",
        view=view,
        rule_id=old.id if old else "",
        is_new=old is None,
        etag=request.form.get("etag", old.etag if old else ""),
        base=base,
        ways=[*view.ways, Way()],
        guards=[*view.guards, Way()],
        documents=_documents(room),
        topic_options=[(topic, topic) for topic in sorted({rule.topic for rule in room.desk.rules()})],
        frame_options=[(frame, FRAME_WORDS.get(frame, frame)) for frame in FRAMES],
        faults=faults,
        fault_of=_by_field(faults),
        plan=plan,
        reason=plan.reason,
        may_edit=may_do(PERMISSION),
        **{"sample": "", "preview": None} | shown,
    )


def _by_field(faults: tuple[Fault, ...]) -> dict[str, str]:
    """The first message for each field of the form."""
    found: dict[str, str] = {}
    for fault in faults:
        root = fault.place.partition("[")[0].partition(".")[0]
        found.setdefault({"examples": "flags"}.get(root, root), f"{fault.message} {fault.mend}")
    return found


def _documents(room: Room) -> list[tuple[str, list[Any]]]:
    """The documents with their clauses, as they stand now: what is in force may be a second older."""
    data = read_plain(room.desk.file(DOCUMENTS_FILE).text)
    return [(str(document.get("title")), document.get("clauses") or []) for document in data["documents"]]


def show_file(rule: RuleView, text: str, etag: str, **shown: Any) -> str:
    """The rule as its file."""
    faults: tuple[Fault, ...] = shown.pop("faults", ())
    plan = shown.pop("plan", Plan())
    return render_template(
        "admin/rule_yaml.html",
        rule_id=rule.id,
        title=rule.title,
        text=text,
        etag=etag,
        faults=faults,
        fault_of=_by_field(faults),
        plan=plan,
        reason=plan.reason,
        may_edit=may_do(PERMISSION),
        **{"sample": "", "preview": None} | shown,
    )


def save_file(room: Room, rule: RuleView) -> Answer:
    """Preview or save the file that was sent."""
    text, etag = request.form.get("text", "").replace("\r\n", "\n"), request.form.get("etag", "")
    plan, edit, refusals = planned_edit(room)
    shown = {"plan": plan, "sample": request.form.get("sample", "")}
    if request.form.get("act") != "save":
        return show_file(rule, text, etag, preview=_preview(room, rule.id, text), **shown)
    if not may_do(PERMISSION):
        raise NotAllowed(403, "Your roles let you look and try, not save.")
    if not refusals:
        try:
            saved = room.desk.save_rule(rule.id, text, edit, etag)
            return done_saving(f"/admin/rules/{rule.id}/yaml", saved, plan)
        except Refused as fault:
            refusals = fault.refusals
        except Stale as fault:
            return show_stale(room, fault, rule.file, f"/admin/rules/{rule.id}/yaml", text)
    return show_file(rule, text, etag, faults=show_refusals(refusals), **shown), 422
