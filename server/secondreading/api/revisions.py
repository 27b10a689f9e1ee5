"""`/v1/revisions`: what the policy was and will be; import, roll back, compare, take plans back."""

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
    saved_answer,
)
from secondreading.api.desk_requests import (
    BEFORE,
    IF_MATCH,
    LIMIT,
    REASON,
    PublishIn,
    Reason,
    ReasonIn,
    known_number,
    need_version,
    page_size,
    query_number,
    query_reason,
    read_as,
    read_edit,
)
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.services import Services
from secondreading.desk.desk import Desk
from secondreading.desk.errors import Missing
from secondreading.desk.values import RevisionView

Files = Annotated[dict[str, str], Meta(max_length=2_000)]


class ImportIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole policy: path below `policy_rules/` to YAML text."""

    files: Files
    reason: Reason
    publish: PublishIn | None = None


class RevisionOut(Struct, frozen=True):
    """Times are epoch seconds. `state`: in force, standing, planned, past or withdrawn."""

    number: int
    parent: int | None
    source: str
    author: str
    reason: str
    created_at: int
    state: str
    starts_at: int | None
    ends_at: int | None
    publication: int | None
    changed: tuple[str, ...]


class RevisionsOut(Struct, frozen=True):
    """A page from the newest down. `standing` is what the next change starts from."""

    items: tuple[RevisionOut, ...]
    in_force: int
    standing: int
    next: int | None


class RevisionFilesOut(Struct, frozen=True):
    number: int
    files: dict[str, str]


class DifferenceLineOut(Struct, frozen=True):
    path: str
    lines: tuple[str, ...]


class DifferenceOut(Struct, frozen=True):
    """Unified diffs by path."""

    old: int
    new: int
    files: tuple[DifferenceLineOut, ...]


class DoneOut(Struct, frozen=True):
    in_force: int


NUMBER = Parameter("number", "The revision.", "path", {"type": "integer", "minimum": 1})
PUBLICATION = Parameter("publication", "Its number.", "path", {"type": "integer", "minimum": 1})
SINCE = Parameter("since", "Compare with this one; else with its parent.", shape=BEFORE.shape)
WRITES: dict[str, Any] = {
    "answer": Body(JSON, SavedOut),
    "versioned": True,
    "permission": "revisions.publish",
}
OPERATIONS = (
    Operation(
        method="get",
        path="/v1/revisions",
        summary="The policy's revisions",
        description="From the newest down, with who made them, why, and when they count.",
        answer=Body(JSON, RevisionsOut),
        parameters=(LIMIT, BEFORE),
        permission="revisions.read",
        problems=(401, 403, 422, 500),
        versioned=True,
    ),
    Operation(
        method="post",
        path="/v1/revisions",
        summary="Import a whole policy",
        description=(
            "The files take the place of all that stand. Everything wrong with them is told at once, by file "
            "and line. If-Match takes the ETag of the list: the standing revision."
        ),
        body=Body(JSON, ImportIn, {"files": {"city.yaml": "city:\n  name: Maple Bend\n"}, "reason": "Ours."}),
        parameters=(IF_MATCH,),
        status=201,
        problems=WRITE_PROBLEMS,
        **WRITES,
    ),
    Operation(
        method="get",
        path="/v1/revisions/{number}",
        summary="One revision",
        description="Without its files.",
        answer=Body(JSON, RevisionOut),
        parameters=(NUMBER,),
        permission="revisions.read",
        problems=READ_PROBLEMS,
    ),
    Operation(
        method="get",
        path="/v1/revisions/{number}/files",
        summary="Export a revision",
        description="The same YAML files as in `policy_rules/`.",
        answer=Body(JSON, RevisionFilesOut),
        parameters=(NUMBER,),
        permission="revisions.read",
        problems=READ_PROBLEMS,
    ),
    Operation(
        method="get",
        path="/v1/revisions/{number}/difference",
        summary="What a revision changed",
        description="Against its parent, or against another one.",
        answer=Body(JSON, DifferenceOut),
        parameters=(NUMBER, SINCE),
        permission="revisions.read",
        problems=READ_PROBLEMS,
    ),
    Operation(
        method="post",
        path="/v1/revisions/{number}/rollback",
        summary="Roll back",
        description="A new revision with the files of this one.",
        body=Body(JSON, ReasonIn, {"reason": "The change flagged too much."}),
        parameters=(NUMBER, IF_MATCH),
        status=201,
        problems=WRITE_PROBLEMS,
        **WRITES,
    ),
    Operation(
        method="delete",
        path="/v1/publications/{publication}",
        summary="Call off a plan, or end a window now",
        description="The number stands in the revision as `publication`.",
        answer=Body(JSON, DoneOut),
        parameters=(PUBLICATION, REASON),
        permission="revisions.publish",
        problems=READ_PROBLEMS,
    ),
)


def revisions_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("revisions", __name__)
    desk = services.desk
    answer_refusals(blueprint)

    @blueprint.get("/v1/revisions")
    def list_revisions() -> Response:
        limit, before = page_size(), query_number("before", None)
        found = desk.revisions(before, limit + 1)
        page, after = found[:limit], found[limit - 1].number if len(found) > limit else None
        standing = desk.standing()
        told = RevisionsOut(tuple(_revision_out(view) for view in page), desk.in_force(), standing, after)
        return answer(told, etag=str(standing))

    @blueprint.get("/v1/revisions/<int:number>")
    def read_revision(number: int) -> Response:
        return answer(_revision_out(desk.revision(known_number(number))))

    @blueprint.get("/v1/revisions/<int:number>/files")
    def export_revision(number: int) -> Response:
        return answer(RevisionFilesOut(number, dict(desk.export(known_number(number)))))

    @blueprint.get("/v1/revisions/<int:number>/difference")
    def compare(number: int) -> Response:
        old = query_number("since", None) or desk.revision(known_number(number)).parent
        if old is None:
            raise Missing(f"revision {number} has no parent; say with since which one to compare with")
        found = tuple(DifferenceLineOut(d.path, d.lines) for d in desk.difference(old, known_number(number)))
        return answer(DifferenceOut(old, number, found))

    _add_changes(blueprint, desk)
    return blueprint


def _add_changes(blueprint: Blueprint, desk: Desk) -> None:
    """The endpoints that change something."""

    @blueprint.post("/v1/revisions")
    def import_policy() -> Response:
        asked = read_as(ImportIn)
        version = need_version(str(desk.standing()))
        saved = desk.import_files(asked.files, read_edit(asked.reason, asked.publish), version)
        return saved_answer(saved, location=f"/v1/revisions/{saved.revision}")

    @blueprint.post("/v1/revisions/<int:number>/rollback")
    def roll_back(number: int) -> Response:
        asked = read_as(ReasonIn)
        version = need_version(str(desk.standing()))
        saved = desk.roll_back(known_number(number), read_edit(asked.reason, asked.publish), version)
        return saved_answer(saved, location=f"/v1/revisions/{saved.revision}")

    @blueprint.delete("/v1/publications/<int:publication>")
    def withdraw(publication: int) -> Response:
        desk.withdraw(known_number(publication), read_edit(query_reason()))
        return answer(DoneOut(desk.in_force()))


def _revision_out(view: RevisionView) -> RevisionOut:
    return RevisionOut(**{name: getattr(view, name) for name in RevisionOut.__struct_fields__})
