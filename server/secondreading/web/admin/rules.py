"""The pages about rules: the list, and the addresses of the editor."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from secondreading.desk.errors import Stale
from secondreading.desk.values import RuleView
from secondreading.web.admin.room import Answer, Room, done, may_do, plain_edit, show_stale
from secondreading.web.admin.rule_editor import save_file, save_from_editor, show_editor, show_file

NEW_RULE: dict[str, Any] = {"status": "trial", "reliability": "medium", "severity": {"official": "advise"}}


def add_rules(blueprint: Blueprint, room: Room) -> None:
    """The list, and rules that come and go."""

    @blueprint.get("/rules")
    def rules() -> str:
        return _list(room, request.args.get("q", "").strip()[:200])

    @blueprint.get("/rules/new")
    def new_rule() -> str:
        return show_editor(room, None, NEW_RULE | {"id": f"{request.args.get('topic', '')[:60]}."}, "")

    @blueprint.post("/rules/new")
    def create_rule() -> Answer:
        return save_from_editor(room, None)

    @blueprint.post("/rules/<identity>/remove")
    def remove_rule(identity: str) -> Answer:
        found = room.desk.rule(identity)
        try:
            saved = room.desk.delete_rule(identity, plain_edit("remove-reason"), request.form.get("etag", ""))
        except Stale as fault:
            return show_stale(room, fault, found.file, f"/admin/rules/{identity}")
        return done("/admin/rules", "removed", saved.revision)


def add_rule(blueprint: Blueprint, room: Room) -> None:
    """One rule: in plain words, and as its file."""

    @blueprint.get("/rules/<identity>")
    def rule(identity: str) -> str:
        found = room.desk.rule(identity)
        return show_editor(room, found, found.data, found.text)

    @blueprint.post("/rules/<identity>")
    def save_rule(identity: str) -> Answer:
        return save_from_editor(room, room.desk.rule(identity))

    @blueprint.get("/rules/<identity>/yaml")
    def rule_file(identity: str) -> str:
        found = room.desk.rule(identity)
        return show_file(found, found.text, found.etag)

    @blueprint.post("/rules/<identity>/yaml")
    def save_rule_file(identity: str) -> Answer:
        return save_file(room, room.desk.rule(identity))


def _list(room: Room, query: str) -> str:
    every = room.desk.rules()
    wanted = [rule for rule in every if query.casefold() in rule.text.casefold()]
    topics: dict[str, list[dict[str, Any]]] = {}
    for found in wanted:
        topics.setdefault(found.topic, []).append(_row(found))
    return render_template(
        "admin/rules.html",
        topics=[{"name": name, "rules": rows} for name, rows in sorted(topics.items())],
        count=len(every),
        found=len(wanted),
        query=query,
        may_edit=may_do("rules.edit"),
    )


def _row(rule: RuleView) -> dict[str, Any]:
    severities = [rule.severities.get(p) or rule.severities.get("*") or "" for p in ("official", "personal")]
    severities.append(rule.severities.get("campaign") or severities[1])
    return {
        "id": rule.id,
        "title": rule.title,
        "message": rule.data.get("message", ""),
        "severities": severities,
        "is_trial": rule.status == "trial",
    }
