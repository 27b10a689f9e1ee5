"""LanguageTool's protocol: its clients find the right words at the right place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from secondreading.api.annotated_text import AnnotatedText, PieceIn
from secondreading.api.auth import TokenOrder, Tokens
from secondreading.domain import Profile, Role
from tests.server.conftest import LEAK, LEAK_RULE


def send(client: FlaskClient, **fields: str) -> dict[str, Any]:
    answer = client.post("/v2/check", data=fields)
    assert answer.status_code == 200, answer.data
    return answer.get_json()


def leak_words(client: FlaskClient, original: str, **fields: str) -> str:
    """The words of `original` that the leak's match stands under, cut as JavaScript would."""
    match = next(m for m in send(client, **fields)["matches"] if m["rule"]["id"] == LEAK_RULE)
    units = original.encode("utf-16-le")
    return units[match["offset"] * 2 : (match["offset"] + match["length"]) * 2].decode("utf-16-le")


@pytest.fixture
def words(client: FlaskClient) -> str:
    return leak_words(client, LEAK, text=LEAK)


def test_a_match_has_everything_that_languagetool_gives(client: FlaskClient):
    answer = send(client, text=LEAK, language="en-US")
    match = next(m for m in answer["matches"] if m["rule"]["id"] == LEAK_RULE)
    assert answer["software"]["name"] == "Second Reading"
    assert answer["software"]["apiVersion"] == 1
    assert answer["warnings"] == {"incompleteResults": False}
    assert answer["language"]["code"] == "en-US"
    assert answer["language"]["detectedLanguage"]["code"] == "en-US"
    assert set(match) >= {
        "message",
        "shortMessage",
        "offset",
        "length",
        "replacements",
        "context",
        "sentence",
    }
    assert set(match["rule"]) == {"id", "description", "issueType", "urls", "category"}
    assert match["rule"]["category"]["id"] == "confidentiality"
    context = match["context"]
    marked = context["text"][context["offset"] : context["offset"] + context["length"]]
    assert marked == LEAK[match["offset"] : match["offset"] + match["length"]]


@pytest.mark.parametrize("before", ["", "😡👩‍👩‍👧 ", "line\r\nline\n"], ids=ascii)
def test_offsets_count_utf16_units(client: FlaskClient, words: str, before: str):
    assert leak_words(client, before + LEAK, text=before + LEAK) == words


@pytest.mark.parametrize(
    "annotation",
    [
        [{"text": LEAK}],
        [{"markup": "<p class='😀'>"}, {"text": "😡 " + LEAK}, {"markup": "</p>"}],
        [{"text": LEAK[:4]}, {"markup": "<b>"}, {"text": LEAK[4:]}],
        [{"markup": "<br/>", "interpretAs": "\n\n"}, {"text": LEAK}],
        [{"text": "😡"}, {"markup": "&nbsp;", "interpretAs": " "}, {"text": LEAK}],
    ],
    ids=["text only", "around", "inside a word", "as a break", "as a blank"],
)
def test_offsets_count_the_markup_too(client: FlaskClient, words: str, annotation: list[dict[str, str]]):
    original = "".join(piece.get("text", piece.get("markup", "")) for piece in annotation)
    assert leak_words(client, original, data=json.dumps({"annotation": annotation})) == words


def test_markup_inside_the_words_is_underlined_with_them(client: FlaskClient, words: str):
    head, tail = words[:8], words[8:]
    start = LEAK.index(words)
    pieces = [{"text": LEAK[:start] + head}, {"markup": "<i>"}, {"text": tail + LEAK[start + len(words) :]}]
    original = "".join(piece.get("text", piece.get("markup", "")) for piece in pieces)
    assert leak_words(client, original, data=json.dumps({"annotation": pieces})) == f"{head}<i>{tail}"


def test_words_that_markup_stands_for_are_underlined_as_the_markup():
    text = AnnotatedText([PieceIn(text="a "), PieceIn(markup="&amp;", interpret_as="&"), PieceIn(text=" b")])
    assert (text.checked, text.original) == ("a & b", "a &amp; b")
    assert text.original_span(2, 3) == (2, 7)
    assert text.original_span(0, 5) == (0, 9)
    assert text.original_span(4, 5) == (8, 9)


def test_data_may_hold_a_plain_text(client: FlaskClient, words: str):
    assert leak_words(client, LEAK, data=json.dumps({"text": LEAK})) == words


def test_languagetools_other_fields_change_nothing(client: FlaskClient):
    others = {
        "motherTongue": "de-DE",
        "preferredVariants": "en-US,de-DE",
        "enabledRules": "SOME_RULE",
        "disabledRules": LEAK_RULE,
        "enabledOnly": "false",
        "level": "picky",
        "username": "somebody",
    }
    assert send(client, text=LEAK, language="auto", **others) == send(client, text=LEAK, language="auto")


def test_an_old_client_may_send_its_fields_in_the_address(client: FlaskClient):
    answer = client.get("/v2/check", query_string={"text": LEAK, "language": "en"})
    assert answer.get_json()["matches"] == send(client, text=LEAK, language="en")["matches"]


def test_a_language_without_rules_never_looks_like_an_all_clear(client: FlaskClient):
    warnings = send(client, text="Bonjour à toutes et à tous", language="fr")["warnings"]
    assert warnings["incompleteResults"] is True
    assert warnings["incompleteResultsReason"]


def test_the_languages_are_listed_as_languagetool_lists_them(client: FlaskClient):
    listed = client.get("/v2/languages").get_json()
    assert {"name": "English (US)", "code": "en", "longCode": "en-US"} in listed


BAD_FIELDS = {
    "nothing": ({}, 422),
    "both": ({"text": "a", "data": "{}"}, 422),
    "null character": ({"text": "a\0b"}, 422),
    "text over the limit": ({"text": "a" * 20_001}, 413),
    "markup over the limit": ({"data": json.dumps({"annotation": [{"markup": "a" * 20_001}]})}, 413),
    "data that is no json": ({"data": "Marrowbone"}, 400),
    "data that is no object": ({"data": "[]"}, 422),
    "lone surrogate in data": ({"data": r'{"text":"\ud800"}'}, 400),
    "a piece with both": ({"data": '{"annotation":[{"text":"a","markup":"b"}]}'}, 422),
    "a piece with neither": ({"data": '{"annotation":[{}]}'}, 422),
    "a piece that is a number": ({"data": '{"annotation":[1]}'}, 422),
    "nested without end": ({"data": '{"x":' * 20_000}, 400),
    "no language": ({"text": "a", "language": "Marrowbone <b>"}, 422),
    "too many fields": ({"text": "a"} | {f"f{i}": "1" for i in range(200)}, 400),
}


@pytest.mark.parametrize(("fields", "status"), BAD_FIELDS.values(), ids=BAD_FIELDS.keys())
def test_a_form_that_is_not_right_is_told_so(client: FlaskClient, fields: dict[str, str], status: int):
    answer = client.post("/v2/check", data=fields, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status, answer.data
    assert answer.content_type == "application/problem+json"
    assert b"Marrowbone" not in answer.data


@pytest.mark.parametrize("body", [b"text=%ff%fe", b"text=\xff", b"text=%ED%A0%80", b"text=a&text=b"])
def test_a_form_that_cannot_be_read_is_told_so(client: FlaskClient, body: bytes):
    answer = client.post("/v2/check", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (400, 422)


def test_json_is_refused_where_a_form_belongs(client: FlaskClient):
    assert client.post("/v2/check", json={"text": "a"}).status_code == 415


def test_a_client_without_headers_gives_its_token_as_api_key(stranger: FlaskClient, token: str):
    assert stranger.post("/v2/check", data={"text": LEAK}).status_code == 401
    assert stranger.post("/v2/check", data={"text": LEAK, "apiKey": token}).status_code == 200
    assert stranger.post("/v2/check", data={"text": LEAK, "apiKey": "wrong"}).status_code == 401


def test_the_account_comes_from_the_token(
    stranger: FlaskClient, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
):
    from secondreading.api import run_check as module

    seen = []
    real = module.check
    monkeypatch.setattr(module, "check", lambda *given: seen.append(given[2]) or real(*given))
    order = TokenOrder(
        subject="s", scopes=("check",), lifetime_s=60, profile=Profile.PERSONAL, role=Role.ELECTED
    )
    stranger.post("/v2/check", data={"text": "a", "apiKey": tokens.mint(order)})
    assert (seen[0].profile, seen[0].role) == (Profile.PERSONAL, Role.ELECTED)
