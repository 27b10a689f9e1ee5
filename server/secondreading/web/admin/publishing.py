"""When a change counts, and why it was made: the last part of every form that changes the policy. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from secondreading.desk.errors import Refusal
from secondreading.desk.values import Edit


@dataclass(frozen=True, slots=True)
class Plan:
    """What the form says, as it says it: `publish` is now, later or window; times are the city's, 2026-05-01T08:00."""

    publish: str = "now"
    start: str = ""
    end: str = ""
    reason: str = ""


def read_plan(form: Mapping[str, str]) -> Plan:
    return Plan(
        publish=form.get("publish", "now"),
        start=form.get("from", ""),
        end=form.get("until", ""),
        reason=" ".join(form.get("reason", "").split()),
    )


def make_edit(plan: Plan, actor: str, zone: ZoneInfo, now: int) -> tuple[Edit, tuple[Refusal, ...]]:
    """The desk's edit, and what is wrong with the plan (the edit is of no use then)."""
    refusals = []
    if not plan.reason:
        refusals.append(Refusal("reason", "The reason is missing.", "Say in one sentence why this changes."))
    starts_at = ends_at = None
    if plan.publish in ("later", "window"):
        starts_at = _moment(plan.start, zone)
        if starts_at is None and not (plan.publish == "window" and not plan.start):
            refusals.append(Refusal("publish", "The day it begins is missing.", "Choose a day and a time."))
    if plan.publish == "window":
        starts_at = now if starts_at is None else starts_at
        ends_at = _moment(plan.end, zone)
        if ends_at is None or ends_at <= max(now, starts_at):
            refusals.append(Refusal("publish", "The time has no end that lies ahead.", "Choose a later end."))
    return Edit(actor, plan.reason, starts_at, ends_at), tuple(refusals)


def _moment(written: str, zone: ZoneInfo) -> int | None:
    """Epoch seconds of a time in the city, None where it is none."""
    try:
        return int(datetime.fromisoformat(written).replace(tzinfo=zone).timestamp())
    except ValueError:
        return None


def in_city(moment: int | None, zone: ZoneInfo) -> str:
    """Epoch seconds as people read them: `3 March 2026, 14:05`."""
    if moment is None:
        return ""
    local = datetime.fromtimestamp(moment, zone)
    return f"{local.day} {local:%B %Y, %H:%M}"
