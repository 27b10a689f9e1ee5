"""Rules are read, tried out and changed through `/v1/rules`, and only good ones get in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from secondreading.api.auth import Tokens
from tests.server.small_policy import RULE, Caller, new_rule, small_app

WHISTLE = "/v1/rules/ferry.whistle"
TIMETABLE = "/v1/rules/ferry.timetable"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Tokens]:
    return small_app(tmp_path_factory.mktemp("rules"))


@pytest.fixture
def editor(made: tuple[Flask, Tokens]) -> Caller:
    return Caller(*made, "editor", name="Ada of Legal")


@pytest.fixture
def other(made: tuple[Flask, Tokens]) -> Caller:
    return Caller(*made, "editor", name="Ben of Parks")


@pytest.fixture
def whistle(editor: Caller) -> Iterator[str]:
    """The ETag of a new rule, which is gone after the test."""
    made = editor("POST", "/v1/rules", json={"yaml": new_rule(), "reason": "Noon is loud."})
    assert made.status_code == 201, made.get_json()
    yield made.headers["ETag"]
    if editor("GET", WHISTLE).status_code == 200:
        assert editor("DELETE", f"{WHISTLE}?reason=done", "*").status_code == 200


def errors_of(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    return [(error["path"], error["message"]) for error in answer.get_json()["errors"]]


def test_rules_are_listed_by_topic_words_and_page(editor: Caller):
    everything = editor("GET", "/v1/rules").get_json()
    assert [rule["id"] for rule in everything["items"]] == ["ferry.mooring", "ferry.timetable"]
    first = editor("GET", "/v1/rules?limit=1").get_json()
    second = editor("GET", f"/v1/rules?limit=1&after={first['next']}").get_json()
    assert [page["items"][0]["id"] for page in (first, second)] == ["ferry.mooring", "ferry.timetable"]
    assert second["next"] is None
    assert editor("GET", "/v1/rules?q=winter+TIMETABLE").get_json()["total"] == 1
    assert editor("GET", "/v1/rules?topic=harbour").get_json()["total"] == 0


def test_a_rule_is_read_as_it_was_written_and_as_data(editor: Caller):
    answer = editor("GET", TIMETABLE)
    told = answer.get_json()
    assert told["yaml"] == RULE
    assert told["rule"]["match"] == [{"terms": ["winter timetable"]}]
    assert answer.headers["ETag"] == f'"{told["etag"]}"'


def test_a_new_rule_makes_a_revision_and_says_where_it_is(editor: Caller, whistle: str):
    told = editor("GET", WHISTLE)
    assert told.headers["ETag"] == whistle
    newest = editor("GET", "/v1/revisions").get_json()["items"][0]
    assert (newest["author"], newest["reason"], newest["state"]) == (
        "Ada of Legal",
        "Noon is loud.",
        "in force",
    )
    assert newest["changed"] == ["ferry/whistle.yaml"]


def test_a_rule_can_be_sent_as_data(editor: Caller, whistle: str):
    data = editor("GET", WHISTLE).get_json()["rule"] | {"title": "The noon whistle"}
    done = editor("PUT", WHISTLE, whistle, json={"rule": data, "reason": "A better title."})
    assert done.status_code == 200
    told = editor("GET", WHISTLE).get_json()
    assert told["rule"] == data
    assert told["yaml"].startswith("id: ferry.whistle\ntitle: The noon whistle\n")


def test_a_lost_update_is_refused_and_says_who_changed_what(editor: Caller, other: Caller, whistle: str):
    change = new_rule(noon="midnight")
    assert (
        other("PUT", WHISTLE, whistle, json={"yaml": change, "reason": "Midnight it is."}).status_code == 200
    )
    refused = editor("PUT", WHISTLE, whistle, json={"yaml": new_rule(), "reason": "Mine."})
    told = refused.get_json()
    assert refused.status_code == 412
    assert "Ben of Parks" in told["detail"]
    assert [(c["author"], c["reason"]) for c in told["changes"]] == [("Ben of Parks", "Midnight it is.")]
    assert "-  - terms: [blow the whistle at noon]  # said by the ferry master" in told["difference"]
    assert "+  - terms: [blow the whistle at midnight]  # said by the ferry master" in told["difference"]
    assert refused.headers["ETag"] == editor("GET", WHISTLE).headers["ETag"]


def test_a_change_of_another_rule_in_the_meantime_is_no_lost_update(
    editor: Caller, other: Caller, whistle: str
):
    seen = editor("GET", TIMETABLE).headers["ETag"]
    changed = new_rule(noon="dusk")
    assert other("PUT", WHISTLE, whistle, json={"yaml": changed, "reason": "Dusk."}).status_code == 200
    mine = {"yaml": RULE.replace("high", "low"), "reason": "Less sure."}
    done = editor("PUT", TIMETABLE, seen, json=mine)
    assert done.status_code == 200
    assert editor("GET", WHISTLE).get_json()["yaml"] == changed
    back = {"yaml": RULE, "reason": "Sure again."}
    assert editor("PUT", TIMETABLE, done.headers["ETag"], json=back).status_code == 200


def test_a_change_without_a_version_is_asked_for_one(editor: Caller, whistle: str):
    for answer in (
        editor("PUT", WHISTLE, json={"yaml": new_rule(), "reason": "x"}),
        editor("DELETE", f"{WHISTLE}?reason=x"),
    ):
        assert answer.status_code == 428
        assert "If-Match" in answer.get_json()["detail"]
    assert editor("GET", WHISTLE).headers["ETag"] == whistle


def test_a_second_rule_of_one_name_is_refused(editor: Caller, whistle: str):
    assert whistle
    again = editor("POST", "/v1/rules", json={"yaml": new_rule(), "reason": "x"})
    assert again.status_code == 409
    new = editor("PUT", WHISTLE, json={"yaml": new_rule(), "reason": "x"}, headers={"If-None-Match": "*"})
    assert new.status_code == 409


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("[[blow the whistle at noon]] is", "blow the [[whistle at noon]] is", "examples[1]", "marks"),
        ("The summer timetable is posted.", "We blow the whistle at noon.", "examples[2]", "left alone"),
        ("[F-1]", "[F-7]", "clauses[0]", "no document has a clause 'F-7'"),
        ("clauses: [F-1]\n", "", "", "clauses is missing"),
        ("terms: [blow the whistle at noon]", "pattern: {regex: '(?=x)y'}", "match[0].pattern", "RE2"),
        ("terms: [blow the whistle at noon]", "terms: ['{nothing}']", "match[0].terms[0]", "no word list"),
        ("warn,", "forbid,", "severity.official", "severity cannot be 'forbid'"),
        ("ferry.whistle", "ferry.flute", "id", "the file's place says 'ferry.whistle'"),
        ("title: The timetable", "titel: The timetable", "titel", "no field 'titel'"),
        ("reliability: high", "reliability: [", "", "no YAML"),
    ],
)
def test_a_rule_that_does_not_hold_is_refused_with_its_place_and_the_mend(
    editor: Caller, old: str, new: str, path: str, words: str
):
    body = {"yaml": new_rule().replace(old, new), "reason": "A try."}
    assert old in new_rule()
    found = errors_of(editor("PUT", WHISTLE, json=body, headers={"If-None-Match": "*"}))
    assert any(place == path and words in message and "Mend:" in message for place, message in found), found
    assert editor("GET", WHISTLE).status_code == 404


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("negative", "only judges"),
        ("unbecoming", "only judges"),
        ("(foolish|careless)", "otherwise than"),
        ("(lower|cut) taxes", "otherwise than"),
        ("defund the police", "otherwise than"),
        ("Upstream Party", "it names 'Upstream Party'"),
    ],
)
def test_a_rule_that_takes_a_side_is_refused(editor: Caller, phrase: str, words: str):
    plain = phrase.replace("(", "").replace(")", "").split("|")[-1] if phrase[0] == "(" else phrase
    plain = "cut taxes" if "taxes" in phrase else plain
    text = (
        new_rule()
        .replace("blow the whistle at noon", plain)
        .replace(f"terms: [{plain}]", f"terms: [{phrase}]")
    )
    found = errors_of(editor("POST", "/v1/rules", json={"yaml": text, "reason": "A try."}))
    assert any(path == "match" and words in message for path, message in found), found


def test_a_rule_about_every_side_alike_is_welcome(editor: Caller):
    text = new_rule("sides", "vote for the Upstream Party")
    text = text.replace("terms: [vote for the Upstream Party]", 'terms: ["vote for the {party}"]')
    made = editor("POST", "/v1/rules", json={"yaml": text, "reason": "Both."})
    assert made.status_code == 201, made.get_json()
    assert editor("DELETE", "/v1/rules/ferry.sides?reason=done", made.headers["ETag"]).status_code == 200


def test_a_change_that_changes_nothing_makes_no_revision(editor: Caller, whistle: str):
    assert errors_of(editor("PUT", WHISTLE, whistle, json={"yaml": new_rule(), "reason": "Again."}))


@pytest.mark.parametrize(
    "body",
    [
        {"reason": "x"},
        {"yaml": "a", "rule": {}, "reason": "x"},
        {"yaml": new_rule(), "reason": ""},
        {"yaml": new_rule(), "reason": "a\0b"},
        {"yaml": new_rule(), "reason": "x", "publish": {"starts_at": "2026-08-10T09:00:00"}},
        {"yaml": new_rule(), "reason": "x", "publish": {"ends_at": "2090-08-10T09:00:00Z"}},
        {"yaml": new_rule(), "reason": "x", "publish": {"starts_at": "2190-08-10T09:00:00Z"}},
        {"yaml": "id: ../x", "reason": "x"},
        {"yaml": "id: ferry.x\nmatch: " + "[" * 5_000, "reason": "x"},
        {"rule": {"id": "ferry.x", "match": {"a": {}}}, "reason": "x"},
        {"yaml": "id: ferry.x\ntitle: &a [*a]", "reason": "x"},
    ],
    ids=str,
)
def test_a_bad_request_is_told_what_is_wrong(editor: Caller, body: dict[str, Any]):
    answer = editor("POST", "/v1/rules", json=body)
    assert answer.status_code in (400, 422), answer.get_data(as_text=True)
    assert answer.get_json()["errors"]
