"""The pages that only show: the audit log, how the rules are used, and who may do what."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request

from secondreading.api.roles import PERMISSIONS, role_names
from secondreading.store.figures import Figure
from secondreading.web.admin.room import Room, may_do

A_PAGE = 100
# A small count could tell whose it was.
FEWEST_SHOWN = 5
SPANS_DAYS = (7, 30, 90, 365)
KINDS = ("fired", "fixed", "acknowledged", "wrong")


def add_logs(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/audit")
    def audit() -> str:
        before = request.args.get("before", type=int)
        listed = room.desk.audit(before=before, limit=A_PAGE + 1)
        return render_template(
            "admin/audit.html",
            entries=[_entry(one) for one in listed[:A_PAGE]],
            older=listed[A_PAGE - 1].number if len(listed) > A_PAGE else None,
            report=room.desk.verify_audit() if "verify" in request.args else None,
        )

    _add_figures(blueprint, room)


def _add_figures(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/figures")
    def figures() -> str:
        days = request.args.get("days", 30, type=int)
        days = days if days in SPANS_DAYS else 30
        room.figures.flush()
        since = room.holder.current().today() - timedelta(days=days - 1)
        titles = {rule.id: rule.title for rule in room.desk.rules()}
        return render_template(
            "admin/figures.html",
            rows=sum_up(room.desk.figures(since.isoformat()), titles),
            objections=room.desk.objections(since.isoformat()),
            titles=titles,
            days=days,
            spans=SPANS_DAYS,
            fewest=FEWEST_SHOWN,
        )

    @blueprint.get("/roles")
    def roles() -> str:
        ordered = [
            role for role in ("admin", "editor", "reviewer", "records", "auditor") if role in role_names()
        ]
        return render_template(
            "admin/roles.html",
            roles=ordered,
            permissions=[(name, [role in held for role in ordered]) for name, held in PERMISSIONS.items()],
            has_provider=room.has_provider,
            may_audit=may_do("audit.read"),
        )


def sum_up(figures: Iterable[Figure], titles: dict[str, str]) -> list[dict[str, Any]]:
    """One row a rule, the most fired first; a count below FEWEST_SHOWN is None, which is shown as `few`."""
    sums: dict[str, dict[str, int]] = {}
    for figure in figures:
        by_kind = sums.setdefault(figure.rule, dict.fromkeys(KINDS, 0))
        by_kind[str(figure.kind)] += figure.count
    ordered = sorted(sums.items(), key=lambda item: (-item[1]["fired"], item[0]))
    return [
        {
            "rule": rule,
            "title": titles.get(rule, ""),
            "counts": [n if n == 0 or n >= FEWEST_SHOWN else None for n in (counts[kind] for kind in KINDS)],
        }
        for rule, counts in ordered
    ]


def _entry(logged: Any) -> dict[str, Any]:
    detail = logged.detail if isinstance(logged.detail, dict) else json.loads(logged.detail or "{}")
    return {
        "number": logged.number,
        "at": logged.at,
        "actor": logged.actor,
        "action": logged.action,
        "subject": logged.subject,
        "from": logged.revision_from,
        "to": logged.revision_to,
        "reason": detail.get("reason", ""),
    }
