"""`/v1/facts`: the city's people, domains, matters, calendar, disclaimers, contacts and other facts."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, Response
from msgspec import Meta, Struct

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
    LIMIT,
    REASON,
    PublishIn,
    Reason,
    need_version,
    page_size,
    query_reason,
    query_text,
    read_as,
    read_edit,
)
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.services import Services
from secondreading.desk.desk import Desk
from secondreading.desk.errors import Missing
from secondreading.desk.fact_kinds import FACT_KINDS, FactKind
from secondreading.desk.facts import entry_id, etag_of, fact_kind

Entry = dict[str, Any]


class FactIn(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry; `GET /v1/facts` says which fields a kind has."""

    entry: Entry
    reason: Reason
    publish: PublishIn | None = None


class FactsIn(Struct, frozen=True, forbid_unknown_fields=True):
    """All entries of a kind."""

    entries: Annotated[tuple[Entry, ...], Meta(max_length=5_000)]
    reason: Reason
    publish: PublishIn | None = None


class FactOut(Struct, frozen=True):
    """An entry with its id and its own version."""

    id: str
    etag: str
    entry: Entry


class FactsOut(Struct, frozen=True):
    """A page of entries by id; the ETag is that of the whole kind."""

    kind: str
    items: tuple[FactOut, ...]
    total: int
    next: str | None


class FactFieldOut(Struct, frozen=True):
    """`shape`: text, texts, day or truth; `choices`: the only values, where there are any."""

    name: str
    shape: str
    required: bool
    choices: tuple[str, ...]
    help: str


class FactKindOut(Struct, frozen=True):
    kind: str
    title: str
    fields: tuple[FactFieldOut, ...]


class FactKindsOut(Struct, frozen=True):
    items: tuple[FactKindOut, ...]


KIND = Parameter("kind", "Such as people; GET /v1/facts lists them.", "path")
IDENTITY = Parameter("identity", "The entry's id.", "path")
PERSON = {"group": "staff", "name": "Ada Newcomer", "title": "Archivist"}
ONE = Body(JSON, FactIn, {"entry": PERSON, "reason": "She started on Monday."})
MANY = Body(JSON, FactsIn, {"entries": [PERSON], "reason": "The new roster."})
SAVED: dict[str, Any] = {"answer": Body(JSON, SavedOut), "versioned": True, "permission": "facts.edit"}
READ: dict[str, Any] = {"versioned": True, "permission": "facts.read", "problems": READ_PROBLEMS}
OPERATIONS = (
    Operation(
        method="get",
        path="/v1/facts",
        summary="The kinds of facts and their fields",
        description="What a city keeps about itself.",
        answer=Body(JSON, FactKindsOut),
        permission="facts.read",
        problems=(401, 403, 500),
    ),
    Operation(
        method="get",
        path="/v1/facts/{kind}",
        summary="The facts of one kind",
        description="Each entry with its id and version.",
        answer=Body(JSON, FactsOut),
        parameters=(KIND, LIMIT, AFTER),
        **READ,
    ),
    Operation(
        method="put",
        path="/v1/facts/{kind}",
        summary="Replace all facts of one kind",
        description="Every bad entry is named by its place, like people[3].name.",
        body=MANY,
        parameters=(KIND, IF_MATCH),
        problems=WRITE_PROBLEMS,
        **SAVED,
    ),
    Operation(
        method="post",
        path="/v1/facts/{kind}",
        summary="Add a fact",
        description="At the end of its kind.",
        body=ONE,
        parameters=(KIND,),
        status=201,
        problems=WRITE_PROBLEMS,
        **SAVED,
    ),
    Operation(
        method="get",
        path="/v1/facts/{kind}/{identity}",
        summary="One fact",
        description="With its own version.",
        answer=Body(JSON, FactOut),
        parameters=(KIND, IDENTITY),
        **READ,
    ),
    Operation(
        method="put",
        path="/v1/facts/{kind}/{identity}",
        summary="Replace a fact",
        description="Its id may change with its name.",
        body=ONE,
        parameters=(KIND, IDENTITY, IF_MATCH),
        problems=WRITE_PROBLEMS,
        **SAVED,
    ),
    Operation(
        method="delete",
        path="/v1/facts/{kind}/{identity}",
        summary="Take a fact out",
        description="The revisions before keep it.",
        parameters=(KIND, IDENTITY, IF_MATCH, REASON),
        problems=(*READ_PROBLEMS, 412, 428),
        **SAVED,
    ),
)


def facts_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("facts", __name__)
    desk = services.desk
    answer_refusals(blueprint)

    @blueprint.get("/v1/facts")
    def list_kinds() -> Response:
        return answer(FactKindsOut(tuple(_kind_out(kind) for kind in FACT_KINDS.values())))

    @blueprint.get("/v1/facts/<kind>")
    def list_facts(kind: str) -> Response:
        sheet, known = desk.facts(kind), fact_kind(kind)
        found = sorted((_fact_out(known, entry) for entry in sheet.entries), key=lambda fact: fact.id)
        page, after = cut_page(found, [fact.id for fact in found], query_text("after"), page_size())
        return answer(FactsOut(kind, tuple(page), len(found), after), etag=sheet.etag)

    @blueprint.get("/v1/facts/<kind>/<identity>")
    def read_fact(kind: str, identity: str) -> Response:
        fact = _find(desk, kind, identity)
        return answer(fact, etag=fact.etag)

    _add_changes(blueprint, desk)
    return blueprint


def _add_changes(blueprint: Blueprint, desk: Desk) -> None:
    """The endpoints that change something."""

    @blueprint.put("/v1/facts/<kind>")
    def replace_facts(kind: str) -> Response:
        asked = read_as(FactsIn)
        version = need_version(desk.facts(kind).etag)
        edit = read_edit(asked.reason, asked.publish)
        return saved_answer(desk.save_facts(kind, asked.entries, edit, version))

    @blueprint.post("/v1/facts/<kind>")
    def add_fact(kind: str) -> Response:
        asked = read_as(FactIn)
        edit = read_edit(asked.reason, asked.publish)
        saved = desk.save_fact(kind, None, asked.entry, edit, None)
        return saved_answer(saved, location=f"/v1/facts/{kind}/{entry_id(fact_kind(kind), asked.entry)}")

    @blueprint.put("/v1/facts/<kind>/<identity>")
    def replace_fact(kind: str, identity: str) -> Response:
        asked = read_as(FactIn)
        version = need_version(_find(desk, kind, identity).etag)
        edit = read_edit(asked.reason, asked.publish)
        return saved_answer(desk.save_fact(kind, identity, asked.entry, edit, version))

    @blueprint.delete("/v1/facts/<kind>/<identity>")
    def delete_fact(kind: str, identity: str) -> Response:
        version = need_version(_find(desk, kind, identity).etag)
        return saved_answer(desk.delete_fact(kind, identity, read_edit(query_reason()), version))


def _find(desk: Desk, kind: str, identity: str) -> FactOut:
    known = fact_kind(kind)
    for entry in desk.facts(kind).entries:
        if entry_id(known, entry) == identity:
            return _fact_out(known, entry)
    raise Missing(f"there is no such entry among the {kind}")


def _fact_out(kind: FactKind, entry: Any) -> FactOut:
    return FactOut(entry_id(kind, entry), etag_of([entry]), dict(entry))


def _kind_out(kind: FactKind) -> FactKindOut:
    fields = tuple(
        FactFieldOut(f.name, f.shape.value, f.required, tuple(f.choices), f.help) for f in kind.fields
    )
    return FactKindOut(kind.name, kind.title, fields)
