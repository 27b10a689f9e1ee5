"""`GET /v1/audit` and `GET /v1/figures`: who did what, and how the rules are used."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response
from msgspec import Struct

from secondreading.api.bodies import JSON
from secondreading.api.desk_answers import answer
from secondreading.api.desk_requests import BEFORE, LIMIT, page_size, query_number, query_text
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.problem import invalid_field
from secondreading.api.services import Services
from secondreading.store.audit import Logged

# A number this small could point at a person.
FEWEST_TOLD = 5


class EntryOut(Struct, frozen=True):
    """One act. `hash` covers this entry and `previous`, the hash of the one before."""

    number: int
    at: int
    actor: str
    action: str
    subject: str
    revision_from: int | None
    revision_to: int | None
    detail: dict[str, Any]
    previous: str
    hash: str


class AuditOut(Struct, frozen=True):
    """A page from the newest entry down."""

    items: tuple[EntryOut, ...]
    next: int | None


class FigureOut(Struct, frozen=True):
    """`kind`: fired, fixed, acknowledged or wrong; `count` null: fewer than five."""

    rule: str
    kind: str
    count: int | None


class FiguresOut(Struct, frozen=True):
    """Sums by rule and kind since a day."""

    since: str
    items: tuple[FigureOut, ...]


SINCE = Parameter(
    "since", "A day like 2026-08-10.", shape={"type": "string", "format": "date"}, required=True
)
OPERATIONS = (
    Operation(
        method="get",
        path="/v1/audit",
        summary="The audit log",
        description="`secondreading audit verify` finds any entry that was changed or removed.",
        answer=Body(JSON, AuditOut),
        parameters=(LIMIT, BEFORE),
        permission="audit.read",
        problems=(401, 403, 422, 500),
    ),
    Operation(
        method="get",
        path="/v1/figures",
        summary="How often each rule fired, was fixed, acknowledged or reported wrong",
        description="Counts only, never by person; a count below five is not told.",
        answer=Body(JSON, FiguresOut),
        parameters=(SINCE,),
        permission="figures.read",
        problems=(401, 403, 422, 500),
    ),
)


def logs_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("logs", __name__)
    desk = services.desk

    @blueprint.get("/v1/audit")
    def read_audit() -> Response:
        limit = page_size()
        found = desk.audit(query_number("before", None), limit + 1)
        after = found[limit - 1].number if len(found) > limit else None
        return answer(AuditOut(tuple(_entry_out(entry) for entry in found[:limit]), after))

    @blueprint.get("/v1/figures")
    def read_figures() -> Response:
        since = query_text("since", 10)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", since):
            raise invalid_field("since", "must be a day like 2026-08-10.")
        sums: dict[tuple[str, str], int] = {}
        for figure in desk.figures(since):
            key = figure.rule, figure.kind.value
            sums[key] = sums.get(key, 0) + figure.count
        items = [FigureOut(rule, kind, n if n >= FEWEST_TOLD else None) for (rule, kind), n in sums.items()]
        return answer(FiguresOut(since, tuple(items)))

    return blueprint


def _entry_out(entry: Logged) -> EntryOut:
    return EntryOut(**{name: getattr(entry, name) for name in EntryOut.__struct_fields__})
