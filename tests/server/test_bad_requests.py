"""A request that is not right gets a clear 4xx: place and remedy, never a fault, never what was sent."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.server.conftest import LEAK, check_body


def post(client: FlaskClient, body: bytes, content_type: str = "application/json"):
    return client.post("/v1/check", data=body, content_type=content_type)


BROKEN = {
    "empty": b"",
    "blank": b"  \n",
    "no json": b"hello",
    "cut off": b'{"draft":{"text":"a"',
    "trailing": b'{"draft":{"text":"a"}} x',
    "not a number": b'{"draft":{"text":NaN}}',
    "broken utf-8": b'{"draft":{"text":"\xff"}}',
    "surrogate in utf-8": b'{"draft":{"text":"\xed\xa0\x80"}}',
    "lone high surrogate": rb'{"draft":{"text":"\ud800"}}',
    "lone high surrogate, then text": rb'{"draft":{"text":"\ud83d and more"}}',
    "lone low surrogate": rb'{"draft":{"text":"\udc00"}}',
    "surrogates the wrong way round": rb'{"draft":{"text":"\udc00\ud800"}}',
    "raw null byte": b'{"draft":{"text":"a\x00b"}}',
    "byte order mark": b'\xef\xbb\xbf{"draft":{"text":"a"}}',
    "latin-1": '{"draft":{"text":"café"}}'.encode("latin-1"),
    "utf-16": '{"draft":{"text":"a"}}'.encode("utf-16"),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_body_that_cannot_be_read_is_told_so(client: FlaskClient, body: bytes):
    answer = post(client, body)
    assert answer.status_code == 400, answer.data
    assert_problem(answer.data, 400)


INVALID = {
    "no object": (b"[]", ""),
    "null": (b"null", ""),
    "no draft": (b"{}", "draft"),
    "no text": (b'{"draft":{}}', "draft.text"),
    "text is a number": (b'{"draft":{"text":1}}', "draft.text"),
    "text is null": (b'{"draft":{"text":null}}', "draft.text"),
    "unknown field at the top": (b'{"draft":{"text":"a"},"extra":1}', "extra"),
    "unknown field of the draft": (b'{"draft":{"text":"a","txt":1}}', "draft.txt"),
    "unknown field of a picture": (
        b'{"draft":{"text":"a","media":[{"kind":"image","x":1}]}}',
        "draft.media[0].x",
    ),
    "action is none of ours": (b'{"draft":{"text":"a","action":"shout"}}', "draft.action"),
    "role is none of ours": (b'{"draft":{"text":"a"},"account":{"role":"king"}}', "account.role"),
    "links is a text": (b'{"draft":{"text":"a"},"account":{"links":"x"}}', "account.links"),
    "second link is a number": (b'{"draft":{"text":"a"},"account":{"links":["a",2]}}', "account.links[1]"),
    "day that does not exist": (b'{"draft":{"text":"a"},"context":{"today":"2026-02-30"}}', "context.today"),
    "day with a time": (
        b'{"draft":{"text":"a"},"context":{"today":"2026-02-03T10:00:00Z"}}',
        "context.today",
    ),
    "day as a number": (b'{"draft":{"text":"a"},"context":{"today":20260203}}', "context.today"),
    "yes as a text": (
        b'{"draft":{"text":"a"},"context":{"election_period":"yes"}}',
        "context.election_period",
    ),
    "escaped null character": (rb'{"draft":{"text":"a\u0000b"}}', "draft.text"),
    "null character in a link": (
        rb'{"draft":{"text":"a"},"account":{"links":["\u0000"]}}',
        "account.links[0]",
    ),
    "text written twice": (b'{"draft":{"text":"a","text":"b"}}', "text"),
    "draft written twice": (b'{"draft":{"text":"a"},"draft":{"text":"b"}}', "draft"),
    "picture without a kind": (b'{"draft":{"text":"a","media":[{"kind":""}]}}', "draft.media[0].kind"),
    "nested without end": (b'{"draft":{"media":' + b"[" * 50_000, "draft.media[0]"),
    "list without end": (b"[" * 100_000, ""),
    "platform that is too long": (
        json.dumps({"draft": {"text": "a", "platform": "x" * 61}}).encode(),
        "draft.platform",
    ),
}


@pytest.mark.parametrize(("body", "path"), INVALID.values(), ids=INVALID.keys())
def test_a_field_that_is_not_right_is_named_by_its_path(client: FlaskClient, body: bytes, path: str):
    answer = post(client, body)
    assert answer.status_code == 422, answer.data
    problem = assert_problem(answer.data, 422)
    assert [error["path"] for error in problem["errors"]] == [path]


def test_a_value_that_is_none_of_ours_is_answered_with_ours(client: FlaskClient):
    answer = client.post("/v1/check", json={"draft": {"text": "a"}, "account": {"role": "king"}})
    message = answer.get_json()["errors"][0]["message"]
    assert message == "must be one of: elected, senior_staff, staff, police."


def test_a_word_that_stands_twice_in_the_text_is_no_field_written_twice(client: FlaskClient):
    text = 'He wrote {"text": "draft"} and "text" and "text" and "draft"'
    body = check_body(text, media=[{"kind": "text"}, {"kind": "text"}])
    assert client.post("/v1/check", json=body).status_code == 200


def test_an_escaped_backslash_before_u0000_is_no_null_character(client: FlaskClient):
    assert client.post("/v1/check", json=check_body(r"C:\u0000")).status_code == 200


def test_what_was_sent_is_never_repeated(client: FlaskClient):
    secret = "Marrowbone"
    for body in (
        {"draft": {"text": "a", "action": secret}},
        {"draft": {"text": "a", f"{secret} and more": 1}},
        {"draft": {"text": secret, "action": 5}},
        {"draft": [secret]},
        {"draft": {"text": "a"}, "context": {"today": secret}},
        {"draft": {"text": f"{secret}\0"}},
        {"draft": {"text": secret * 3_000}},
    ):
        answer = client.post("/v1/check", json=body)
        assert 400 <= answer.status_code < 500
        assert secret.encode() not in answer.data


def test_a_text_over_the_limit_is_told_both_numbers(client: FlaskClient):
    assert client.post("/v1/check", json=check_body("😀" * 20_000)).status_code == 200
    answer = client.post("/v1/check", json=check_body("a" * 20_001))
    problem = assert_problem(answer.data, 413)
    assert problem["errors"] == [
        {"path": "draft.text", "message": "has 20,001 characters; at most 20,000 are checked at once."}
    ]


def test_a_quoted_text_has_the_same_limit(client: FlaskClient):
    answer = client.post("/v1/check", json=check_body("a", quoted_text="b" * 20_001))
    assert assert_problem(answer.data, 413)["errors"][0]["path"] == "draft.quoted_text"


def test_a_body_over_the_limit_is_refused_before_it_is_read(client: FlaskClient):
    assert_problem(post(client, b" " * 1_000_001).data, 413)


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "", "application/x-www-form-urlencoded", "application/json; charset=latin-1"],
)
def test_another_content_type_is_refused(client: FlaskClient, content_type: str):
    answer = post(client, json.dumps(check_body()).encode(), content_type)
    problem = assert_problem(answer.data, 415)
    assert "application/json" in problem["detail"]


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_json_that_says_it_is_utf8_is_taken(client: FlaskClient, content_type: str):
    assert post(client, json.dumps(check_body()).encode(), content_type).status_code == 200


def test_a_compressed_body_is_refused(client: FlaskClient):
    answer = client.post("/v1/check", json=check_body(), headers={"Content-Encoding": "gzip"})
    assert_problem(answer.data, 415)


@pytest.mark.parametrize(("method", "path", "status"), [("get", "/v1/check", 405), ("get", "/nowhere", 404)])
def test_a_wrong_address_or_method_is_a_problem_too(client: FlaskClient, method: str, path: str, status: int):
    answer = client.open(path, method=method.upper())
    assert answer.content_type == "application/problem+json"
    assert_problem(answer.data, status)
    if status == 405:
        assert "POST" in answer.headers["Allow"]


def test_a_mistake_of_ours_is_told_and_logged_without_the_draft(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def stumble(*_arguments: object) -> None:
        raise ValueError(f"cannot work with {LEAK}")

    monkeypatch.setattr("secondreading.api.run_check.check", stumble)
    answer = client.post("/v1/check", json=check_body())
    assert_problem(answer.data, 500)
    assert "ValueError" in caplog.text
    assert "in stumble" in caplog.text
    assert "arena" not in caplog.text
    assert b"arena" not in answer.data


def assert_problem(data: bytes, status: int) -> dict[str, object]:
    problem = json.loads(data)
    assert list(problem) == ["type", "title", "status", "detail", "errors"]
    assert problem["status"] == status
    assert problem["type"].startswith("/docs#")
    assert problem["title"]
    assert problem["detail"]
    return problem
