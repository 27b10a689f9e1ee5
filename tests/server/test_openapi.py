"""The description is valid, complete, and says of real answers what is true."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from tests.server.conftest import LEAK, check_body

# Files that browsers fetch by themselves; their formats are Chrome's and Mozilla's, not ours to describe.
PACKAGES = "/packages/"
# Pages for people, with forms of their own.
ADMIN = "/admin"
PAGES = {"/", "/docs", "/metrics", "/extension/<path:name>", "/static/<path:filename>"}


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    return client.get("/openapi.json").get_json()


def test_the_description_is_valid_openapi(document: dict[str, Any]):
    assert document["openapi"].startswith("3.1")
    validate(document, cls=OpenAPIV31SpecValidator)


def test_every_address_of_the_api_is_described(app: Flask, document: dict[str, Any]):
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule not in PAGES and not rule.rule.startswith((PACKAGES, ADMIN))
    }
    described = {(path, method) for path, methods in document["paths"].items() for method in methods}
    assert served == described


def test_a_token_is_asked_exactly_where_the_description_says(stranger: FlaskClient, document: dict[str, Any]):
    for template, methods in document["paths"].items():
        path = re.sub(r"\{\w+\}", "1", template)
        for method, described in methods.items():
            status = stranger.open(path, method=method.upper(), data=b"{}", content_type="application/json")
            sent = stranger.open(path, method=method.upper(), data={"text": "a"})
            assert ("security" in described) == (401 in (status.status_code, sent.status_code)), path


def validator(document: dict[str, Any], path: str, method: str, status: str) -> OAS31Validator:
    content = document["paths"][path][method]["responses"][status]["content"]
    schema = next(iter(content.values()))["schema"]
    return OAS31Validator({**schema, "components": document["components"]})


def test_real_answers_have_the_shape_that_is_described(client: FlaskClient, document: dict[str, Any]):
    report = client.post("/v1/check", json=check_body()).get_json()
    assert report["findings"]
    validator(document, "/v1/check", "post", "200").validate(report)
    validator(document, "/v1/check", "post", "422").validate(client.post("/v1/check", json={}).get_json())
    matches = client.post("/v2/check", data={"text": LEAK}).get_json()
    validator(document, "/v2/check", "post", "200").validate(matches)
    validator(document, "/v2/languages", "get", "200").validate(client.get("/v2/languages").get_json())
    validator(document, "/healthz", "get", "200").validate(client.get("/healthz").get_json())
