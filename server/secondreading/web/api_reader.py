"""An OpenAPI document as a page shows it: flat rows instead of nested schemas."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

REF = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a schema. `link` is the name of the schema it is made of, if any."""

    name: str
    kind: str
    link: str
    is_required: bool
    description: str


@dataclass(frozen=True, slots=True)
class SchemaView:
    """One schema, with an anchor of the same name."""

    name: str
    description: str
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class OperationView:
    """One operation. `body` and `answer` are (media type, kind, link)."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    needs_token: bool
    always_token: bool
    fields: tuple[FieldRow, ...]
    body: tuple[str, str, str] | None
    answer: tuple[str, str, str] | None
    problems: tuple[tuple[str, str], ...]
    example: str


@dataclass(frozen=True, slots=True)
class ApiView:
    """The whole document."""

    title: str
    version: str
    description: str
    operations: tuple[OperationView, ...]
    schemas: tuple[SchemaView, ...]


def read_description(document: dict[str, Any], address: str) -> ApiView:
    """Flatten an OpenAPI document made by `api/openapi.py`. `address` is where this server is."""
    operations = [
        _operation(method, path, described, address)
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    ]
    schemas = [
        SchemaView(name, schema.get("description", ""), _rows(schema))
        for name, schema in document["components"]["schemas"].items()
        if schema.get("type") == "object"
    ]
    info = document["info"]
    return ApiView(info["title"], info["version"], info["description"], tuple(operations), tuple(schemas))


def _operation(method: str, path: str, described: dict[str, Any], address: str) -> OperationView:
    body = described.get("requestBody")
    sent = _content(body["content"]) if body else None
    form = next(iter(body["content"].values()))["schema"] if body else {}
    parameters = [
        FieldRow(p["name"], *_kind(p["schema"]), p.get("required", False), _said(p))
        for p in described.get("parameters", ())
    ]
    good = next(status for status in described["responses"] if status.startswith("2"))
    content = described["responses"][good].get("content")
    return OperationView(
        anchor=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        description=described["description"],
        needs_token="security" in described,
        always_token="security" in described and {} not in described["security"],
        fields=(*parameters, *_rows(form)),
        body=sent,
        answer=_content(content) if content else None,
        problems=tuple((s, r["description"]) for s, r in described["responses"].items() if s != good),
        example=_example(f"-X {method.upper()} " * (method != "post") + address + path, body),
    )


def _said(parameter: dict[str, Any]) -> str:
    """What a parameter is for; parts of forms say it in their schema."""
    return str(parameter.get("description") or parameter["schema"].get("description", ""))


def _example(url: str, body: dict[str, Any] | None) -> str:
    """A command for a terminal that sends the example, empty where there is none."""
    media_type, content = next(iter(body["content"].items())) if body else ("", {})
    if "example" not in content:
        return ""
    if media_type != "application/json":
        fields = " ".join(f"--data-urlencode {name}={value!r}" for name, value in content["example"].items())
        return f"curl {url} {fields}"
    sent = json.dumps(content["example"], indent=2)
    return f"curl {url} -H 'Content-Type: {media_type}' -d '{sent}'"


def _content(content: dict[str, Any]) -> tuple[str, str, str]:
    media_type, inner = next(iter(content.items()))
    return (media_type, *_kind(inner["schema"]))


def _rows(schema: dict[str, Any]) -> tuple[FieldRow, ...]:
    required = schema.get("required", ())
    return tuple(
        FieldRow(name, *_kind(inner), name in required, inner.get("description", ""))
        for name, inner in schema.get("properties", {}).items()
    )


def _kind(schema: dict[str, Any]) -> tuple[str, str]:
    """A schema in words, and the name of the schema it refers to."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return name, name
    if "anyOf" in schema:
        kinds = [_kind(inner) for inner in schema["anyOf"]]
        return " or ".join(kind for kind, _ in kinds), next((link for _, link in kinds if link), "")
    if "prefixItems" in schema or schema.get("type") == "array":
        kind, link = _kind(schema.get("items") or {})
        return f"list of {kind}", link
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"]), ""
    words = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "object"}
    kind = schema.get("type", "anything")
    limit = f", at most {schema['maxLength']:,}" if "maxLength" in schema else ""
    return f"{words.get(kind, kind)}{limit}", ""
