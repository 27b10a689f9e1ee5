"""`/v1/files`: the policy's YAML files as they are, for words, frames, documents and tips."""

from __future__ import annotations

from flask import Blueprint, Response
from msgspec import Struct

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
    IF_MATCH,
    IF_NEW,
    REASON,
    PublishIn,
    Reason,
    is_new,
    known_text,
    need_version,
    query_reason,
    read_as,
    read_edit,
)
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.services import Services
from secondreading.desk.conflicts import etag_of


class FileIn(Struct, frozen=True, forbid_unknown_fields=True):
    """A file's whole text."""

    text: str
    reason: Reason
    publish: PublishIn | None = None


class FileLineOut(Struct, frozen=True):
    path: str
    etag: str


class FilesOut(Struct, frozen=True):
    """All files of the standing policy by path."""

    items: tuple[FileLineOut, ...]


class FileOut(Struct, frozen=True):
    path: str
    text: str
    etag: str


PATH = Parameter("path", "Like words/people.yaml.", "path")
OPERATIONS = (
    Operation(
        method="get",
        path="/v1/files",
        summary="The files of the standing policy",
        description="Rules, words, frames, facts, documents, tips: everything that a revision holds.",
        answer=Body(JSON, FilesOut),
        permission="rules.read",
        problems=(401, 403, 500),
    ),
    Operation(
        method="get",
        path="/v1/files/{path}",
        summary="One file",
        description="As it is written, comments and all.",
        answer=Body(JSON, FileOut),
        parameters=(PATH,),
        versioned=True,
        permission="rules.read",
        problems=READ_PROBLEMS,
    ),
    Operation(
        method="put",
        path="/v1/files/{path}",
        summary="Replace a file",
        description="If-None-Match: * adds it where there is none. Every rule's examples must still hold.",
        body=Body(JSON, FileIn, {"text": "an-example:\n  - a phrase\n", "reason": "A new list."}),
        answer=Body(JSON, SavedOut),
        parameters=(PATH, IF_MATCH, IF_NEW),
        versioned=True,
        permission="rules.edit",
        problems=WRITE_PROBLEMS,
    ),
    Operation(
        method="delete",
        path="/v1/files/{path}",
        summary="Take a file out",
        description="Refused where something needs it. The revisions before keep it.",
        answer=Body(JSON, SavedOut),
        parameters=(PATH, IF_MATCH, REASON),
        permission="rules.edit",
        problems=(*READ_PROBLEMS, 412, 428),
    ),
)


def files_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("files", __name__)
    desk = services.desk
    answer_refusals(blueprint)

    @blueprint.get("/v1/files")
    def list_files() -> Response:
        return answer(FilesOut(tuple(FileLineOut(file.path, file.etag) for file in desk.files())))

    @blueprint.get("/v1/files/<path:path>")
    def read_file(path: str) -> Response:
        file = desk.file(known_text(path))
        return answer(FileOut(file.path, file.text, file.etag), etag=file.etag)

    @blueprint.put("/v1/files/<path:path>")
    def replace_file(path: str) -> Response:
        asked = read_as(FileIn)
        version = None if is_new() else need_version(etag_of(desk.standing_files(), path))
        edit = read_edit(asked.reason, asked.publish)
        return saved_answer(desk.save_file(known_text(path), asked.text, edit, version))

    @blueprint.delete("/v1/files/<path:path>")
    def delete_file(path: str) -> Response:
        version = need_version(desk.file(known_text(path)).etag)
        return saved_answer(desk.delete_file(path, read_edit(query_reason()), version))

    return blueprint
