"""The OpenAPI 3.1 description, made from the same types that parse the requests. Knows no Flask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from secondreading import __version__
from secondreading.api.operations import Body, Operation

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
    400: "The body cannot be read: no JSON, no UTF-8, empty.",
    401: "A token is needed, or the one sent is not accepted.",
    403: "The token does not allow this.",
    404: "There is nothing at this address.",
    413: "The text or the body is too long.",
    415: "The body has another type than this address takes.",
    422: "A field is unknown, missing or of the wrong type; `errors` names each by path.",
    429: "Too many checks in a short time; wait as Retry-After says.",
    500: "A mistake of the server. The draft was not checked.",
}


class FieldErrorOut(Struct, frozen=True):
    """What is wrong with one field, never quoting its value."""

    path: str
    message: str


class ProblemOut(Struct, frozen=True):
    """RFC 9457: an error in words that tell the reader what to do."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[FieldErrorOut, ...]


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
    return [*found, ProblemOut]


def _describe(operation: Operation, by_shape: dict[Any, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": f"{operation.method}{operation.path.title().replace('/', '').replace('.', '')}",
        "summary": operation.summary,
        "description": operation.description,
        "responses": {"200": {"description": MEANINGS[200], "content": _content(operation.answer, by_shape)}},
    }
    for status in operation.problems:
        problem = Body(PROBLEM_TYPE, ProblemOut)
        described["responses"][str(status)] = {
            "description": MEANINGS[status],
            "content": _content(problem, by_shape),
        }
    if operation.body is not None:
        described["requestBody"] = {"required": True, "content": _content(operation.body, by_shape)}
    elif operation.scope is not None:
        described["parameters"] = [
            {"name": name, "in": "query", "schema": schema}
            for name, schema in FORM_SCHEMA["properties"].items()
        ]
    if operation.scope is not None:
        # The empty alternative is the machine's own loopback, where no token is asked.
        described["security"] = [{"token": []}, {}]
    return described


def _content(body: Body, by_shape: dict[Any, Any]) -> dict[str, Any]:
    content = {"schema": FORM_SCHEMA if body.shape is None else by_shape[body.shape]}
    if body.example is not None:
        content["example"] = body.example
    return {body.media_type: content}
