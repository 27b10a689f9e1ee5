"""The OpenAPI 3.1 description, made from the same types that parse the requests. Knows no Flask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from secondreading import __version__
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.roles import PERMISSIONS

PROBLEM_TYPE = "application/problem+json"
FORM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "Either text or data is required.",
    "properties": {
        "text": {"type": "string", "description": "The text to check."},
        "data": {
            "type": "string",
            "description": "JSON with text or annotation, as LanguageTool defines it.",
        },
        "language": {"type": "string", "default": "auto", "description": "A code such as en-US, or auto."},
        "apiKey": {"type": "string", "description": "A token, for clients that cannot send a header."},
    },
}
MEANINGS = {
    200: "The answer.",
    201: "It was made; Location says where it is.",
    204: "It is done.",
    400: "The body cannot be read: no JSON, no UTF-8, empty.",
    401: "A token is needed, or the one sent is not accepted.",
    403: "The token does not allow this.",
    404: "There is nothing at this address.",
    409: "There is one of that name already.",
    412: "Somebody changed it in the meantime: `changes` says who and why, `difference` what.",
    413: "The text or the body is too long.",
    415: "The body has another type than this address takes.",
    422: "A field is unknown, missing or of the wrong type; `errors` names each by path.",
    428: "The header If-Match (or If-None-Match: * for a new one) is missing.",
    429: "Too many checks in a short time; wait as Retry-After says.",
    500: "A mistake of the server. The draft was not checked.",
}


class FieldErrorOut(Struct, frozen=True):
    """What is wrong with one field, never quoting its value."""

    path: str
    message: str
    file: str = ""
    line: int = 0


class ProblemOut(Struct, frozen=True):
    """RFC 9457: an error in words that tell the reader what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldErrorOut, ...]


class ChangeOut(Struct, frozen=True):
    """What somebody else did; `revision` is 0 for the register, `at` epoch seconds."""

    revision: int
    author: str
    at: int
    reason: str


class ChangedProblemOut(Struct, frozen=True):
    """Why a change came too late: `etag` is the version now, `difference` a unified diff up to it."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldErrorOut, ...]
    changes: tuple[ChangeOut, ...]
    difference: str
    etag: str


PROBLEM_SHAPES = {412: ChangedProblemOut}


def describe_api(operations: Sequence[Operation], public_url: str = "") -> dict[str, Any]:
    """The whole document, ready to be encoded as JSON."""
    shapes = _shapes(operations)
    schemas, components = msgspec.json.schema_components(shapes, ref_template="#/components/schemas/{name}")
    by_shape = dict(zip(shapes, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method] = _describe(operation, by_shape)
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Second Reading",
            "version": __version__,
            "summary": "Checks a social media draft against the city's policy before it is posted.",
            "description": (
                "Offsets count UTF-16 code units, as JavaScript does; spans are half-open [start, end). "
                "No call stores or logs anything of a draft. On the machine that the server runs on, "
                "checks need no token; from anywhere else they do."
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            },
        },
    }
    if public_url:
        document["servers"] = [{"url": public_url}]
    return document


def _shapes(operations: Iterable[Operation]) -> list[Any]:
    bodies = [body for operation in operations for body in (operation.body, operation.answer)]
    found = {body.shape: None for body in bodies if body is not None and body.shape is not None}
    return [*found, ProblemOut, ChangedProblemOut]


def _describe(operation: Operation, by_shape: dict[Any, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"{operation.method}{re.sub(r'[^A-Za-z0-9]', '', operation.path.title())}",
        "summary": operation.summary,
        "description": operation.description,
        "responses": {str(operation.status): _good_answer(operation, by_shape)},
    }
    for status in operation.problems:
        problem = Body(PROBLEM_TYPE, PROBLEM_SHAPES.get(status, ProblemOut))
        described["responses"][str(status)] = {
            "description": MEANINGS[status],
            "content": _content(problem, by_shape),
        }
    parameters = [_parameter(parameter) for parameter in operation.parameters]
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": _content(operation.body, by_shape)}
    elif operation.scope is not None:
        parameters += [
            {"name": name, "in": "query", "schema": schema}
            for name, schema in FORM_SCHEMA["properties"].items()
        ]
    if parameters:
        described["parameters"] = parameters
    if operation.scope is not None:
        # The empty alternative is the machine's own loopback, where no token is asked.
        described["security"] = [{"token": []}, {}]
    if operation.permission is not None:
        roles = ", ".join(sorted(PERMISSIONS[operation.permission]))
        described["description"] += f" Needs a token with one of the roles {roles}."
        described["security"] = [{"token": []}]
    return described


def _good_answer(operation: Operation, by_shape: dict[Any, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": MEANINGS[operation.status]}
    if operation.answer is not None:
        answer["content"] = _content(operation.answer, by_shape)
    if operation.versioned:
        etag = {"description": "The version, for If-Match.", "schema": {"type": "string"}}
        answer["headers"] = {"ETag": {**etag, "required": True}}
    return answer


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        "required": parameter.required or parameter.place == "path",
        "schema": dict(parameter.shape),
    }


def _content(body: Body, by_shape: dict[Any, Any]) -> dict[str, Any]:
    content = {"schema": FORM_SCHEMA if body.shape is None else by_shape[body.shape]}
    if body.example is not None:
        content["example"] = body.example
    return {body.media_type: content}
