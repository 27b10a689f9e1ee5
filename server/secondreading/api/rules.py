"""`/v1/rules`: read the rules, try a change, make it."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response
from msgspec import Struct

from secondreading.api.bodies import JSON
from secondreading.api.desk_answers import (
    READ_PROBLEMS,
    WRITE_PROBLEMS,
    SavedOut,
    answer,
    answer_refusals,
    cut_page,
    saved_answer,
)
from secondreading.api.desk_requests import (
    AFTER,
    IF_MATCH,
    IF_NEW,
    LIMIT,
    REASON,
    PublishIn,
    Reason,
    is_new,
    known_text,
    need_version,
    page_size,
    query_reason,
    query_text,
    read_as,
    read_edit,
)
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.problem import invalid_field
from secondreading.api.rule_sources import Yaml, id_in, rule_source
from secondreading.api.services import Services
from secondreading.desk.desk import Desk
from secondreading.desk.reading import one_rule
from secondreading.desk.values import RuleView

ID = re.compile(r"[a-z][a-z0-9-]{0,60}\.[a-z][a-z0-9-]{0,60}")


class RuleIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as YAML, or the same as data (`rule`); one of the two."""

    reason: Reason
    yaml: Yaml | None = None
    rule: dict[str, Any] | None = None
    publish: PublishIn | None = None


class RuleLineOut(Struct, frozen=True):
    """A rule in a list."""

    id: str
    topic: str
    title: str
    status: str
    language: str
    severity: dict[str, str]
    clauses: tuple[str, ...]
    etag: str


class RulesOut(Struct, frozen=True):
    """A page of rules by id; `next` is null on the last one."""

    items: tuple[RuleLineOut, ...]
    total: int
    next: str | None


class RuleOut(Struct, frozen=True):
    """A rule as it is written, and the same as data."""

    id: str
    yaml: str
    rule: dict[str, Any]
    etag: str


EXAMPLE = {"reason": "Buses were flagged.", "yaml": "id: respect.example\ntitle: An example\n"}
IDENTITY = Parameter("identity", "The rule's id, like topic.name.", "path")
WRITES: dict[str, Any] = {
    "body": Body(JSON, RuleIn, EXAMPLE),
    "answer": Body(JSON, SavedOut),
    "versioned": True,
    "permission": "rules.edit",
}
CHECKED = (
    "A rule is refused unless its own examples hold, it cites a clause that exists, its patterns are RE2 "
    "within bounds, and it takes no side: mirrored views must get mirrored answers."
)
OPERATIONS = (
    Operation(
        method="get",
        path="/v1/rules",
        summary="The rules of the standing policy",
        description="By id. `q` searches ids, titles and texts.",
        answer=Body(JSON, RulesOut),
        parameters=(LIMIT, AFTER, Parameter("topic", "Only this topic."), Parameter("q", "Words to find.")),
        permission="rules.read",
        problems=(401, 403, 422, 500),
    ),
    Operation(
        method="post",
        path="/v1/rules",
        summary="Add a rule",
        description=f"Its id stands in the rule. {CHECKED}",
        status=201,
        problems=WRITE_PROBLEMS,
        **WRITES,
    ),
    Operation(
        method="get",
        path="/v1/rules/{identity}",
        summary="One rule",
        description="As YAML and as data, with its version.",
        answer=Body(JSON, RuleOut),
        parameters=(IDENTITY,),
        versioned=True,
        permission="rules.read",
        problems=READ_PROBLEMS,
    ),
    Operation(
        method="put",
        path="/v1/rules/{identity}",
        summary="Replace a rule",
        description=f"If-None-Match: * adds it where there is none. {CHECKED}",
        parameters=(IDENTITY, IF_MATCH, IF_NEW),
        problems=WRITE_PROBLEMS,
        **WRITES,
    ),
    Operation(
        method="delete",
        path="/v1/rules/{identity}",
        summary="Take a rule out",
        description="The revisions before keep it.",
        answer=Body(JSON, SavedOut),
        parameters=(IDENTITY, IF_MATCH, REASON),
        permission="rules.edit",
        problems=READ_PROBLEMS + (412, 428),
    ),
)


def rules_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("rules", __name__)
    desk = services.desk
    answer_refusals(blueprint)

    @blueprint.get("/v1/rules")
    def list_rules() -> Response:
        return _page(desk.rules())

    @blueprint.get("/v1/rules/<identity>")
    def read_rule(identity: str) -> Response:
        rule = desk.rule(known_text(identity))
        return answer(RuleOut(rule.id, rule.text, dict(rule.data), rule.etag), etag=rule.etag)

    _add_changes(blueprint, desk)
    return blueprint


def _add_changes(blueprint: Blueprint, desk: Desk) -> None:
    """The endpoints that change something."""

    @blueprint.post("/v1/rules")
    def add_rule() -> Response:
        asked = read_as(RuleIn)
        text, identity = rule_text(asked)
        edit = read_edit(asked.reason, asked.publish)
        saved = desk.save_rule(_need_id(identity), text, edit, None)
        return saved_answer(saved, location=f"/v1/rules/{identity}")

    @blueprint.put("/v1/rules/<identity>")
    def replace_rule(identity: str) -> Response:
        asked = read_as(RuleIn)
        text, _ = rule_text(asked)
        version = None if is_new() else need_version(_etag(desk, known_text(identity)))
        edit = read_edit(asked.reason, asked.publish)
        return saved_answer(desk.save_rule(known_text(identity), text, edit, version))

    @blueprint.delete("/v1/rules/<identity>")
    def delete_rule(identity: str) -> Response:
        version = need_version(desk.rule(known_text(identity)).etag)
        return saved_answer(desk.delete_rule(identity, read_edit(query_reason()), version))


def rule_text(asked: RuleIn) -> tuple[str, str]:
    """The YAML of a rule and the id in it. Raises Problem."""
    text = rule_source(asked.yaml, asked.rule)
    return text, id_in(text) if asked.rule is None else str(asked.rule.get("id", ""))


def _need_id(identity: str) -> str:
    if not ID.fullmatch(identity):
        raise invalid_field("rule.id", "must be like topic.name, in lower case with hyphens.")
    return identity


def _etag(desk: Desk, identity: str) -> str:
    """The version of a rule, empty where there is none: the desk says what is wrong with that."""
    files = desk.standing_files()
    path = f"{identity.replace('.', '/', 1)}.yaml"
    return one_rule(files, identity).etag if path in files and "/" not in identity else ""


def _page(rules: list[RuleView]) -> Response:
    topic, words = query_text("topic"), query_text("q").casefold().split()
    found = [rule for rule in rules if not topic or rule.topic == topic]
    found = [r for r in found if all(word in f"{r.id}\n{r.text}".casefold() for word in words)]
    page, after = cut_page(found, [rule.id for rule in found], query_text("after"), page_size())
    return answer(RulesOut(tuple(_line(rule) for rule in page), len(found), after))


def _line(rule: RuleView) -> RuleLineOut:
    return RuleLineOut(
        id=rule.id,
        topic=rule.topic,
        title=rule.title,
        status=rule.status,
        language=rule.language,
        severity=dict(rule.severities),
        clauses=rule.clauses,
        etag=rule.etag,
    )
