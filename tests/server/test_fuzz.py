"""Whatever is sent, the answer is a report or a clear refusal: never a fault of the server."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.conftest import LEAK, check_body

QUIET = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = [
    "text",
    "platform",
    "action",
    "quoted_text",
    "media",
    "language",
    "profile",
    "role",
    "bio",
    "links",
    "today",
]
near_requests = st.fixed_dictionaries(
    {"draft": st.dictionaries(st.sampled_from(NAMES), json_values, max_size=5) | json_values},
    optional={
        "account": st.dictionaries(st.sampled_from(NAMES), json_values, max_size=5) | json_values,
        "context": json_values,
        "other": json_values,
    },
)


def assert_answered(app: Flask, body: bytes, path: str = "/v1/check", kind: str = "application/json") -> int:
    answer = app.test_client().post(path, data=body, content_type=kind)
    assert answer.status_code == 200 or 400 <= answer.status_code < 500, answer.data
    assert json.loads(answer.data)
    return int(answer.status_code)


@QUIET
@given(body=st.binary(max_size=300))
def test_any_bytes_are_answered(app: Flask, body: bytes):
    assert_answered(app, body)


@QUIET
@given(request=near_requests)
def test_any_request_of_nearly_the_right_shape_is_answered(app: Flask, request: dict[str, Any]):
    assert_answered(app, json.dumps(request).encode("utf-8", "surrogatepass"))


@QUIET
@given(text=st.text(max_size=400), bio=st.text(max_size=60), quoted=st.none() | st.text(max_size=80))
def test_any_text_is_checked_or_refused_for_a_null_character(
    app: Flask, text: str, bio: str, quoted: str | None
):
    body = check_body(text, quoted_text=quoted, action="quote")
    body["account"]["bio"] = bio
    status = assert_answered(app, json.dumps(body).encode())
    has_null = "\0" in text + bio + (quoted or "")
    assert status == (422 if has_null else 200)


@QUIET
@given(before=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30))
def test_every_span_lies_inside_the_text(app: Flask, before: str):
    text = f"{before} {LEAK}"
    units = len(text.encode("utf-16-le")) // 2
    report = app.test_client().post("/v1/check", json=check_body(text)).get_json()
    for finding in report["findings"]:
        for span in [finding["span"], *(s["span"] for s in finding["suggestions"])]:
            assert span is None or 0 <= span["start"] <= span["end"] <= units


@QUIET
@given(
    body=st.binary(max_size=200).map(lambda raw: b"text=" + raw)
    | st.binary(max_size=200).map(lambda raw: b"data=" + raw)
)
def test_any_form_is_answered(app: Flask, body: bytes):
    assert_answered(app, body, "/v2/check", "application/x-www-form-urlencoded")
