"""The city's facts through `/v1/facts`: entries in and out, and every other line of the file as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.server.small_policy import CITY, WORDS, Caller, small_app

ADA = {"group": "staff", "name": "Ada Newcomer", "title": "Archivist"}


@pytest.fixture(scope="module")
def shared_editor(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    return Caller(*small_app(tmp_path_factory.mktemp("facts")), "editor", name="Ada of Legal")


@pytest.fixture
def editor(shared_editor: Caller) -> Iterator[Caller]:
    """An editor of the small town, which is as it was again after the test."""
    yield shared_editor
    back = shared_editor("POST", "/v1/revisions/2/rollback", "*", json={"reason": "The next test."})
    assert back.status_code in (201, 422)


def city_of(editor: Caller) -> str:
    return str(editor("GET", "/v1/files/city.yaml").get_json()["text"])


def paths_of(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.get_data(as_text=True)
    return {error["path"] for error in answer.get_json()["errors"]}


def test_the_kinds_of_facts_tell_their_fields(editor: Caller):
    kinds = {kind["kind"]: kind for kind in editor("GET", "/v1/facts").get_json()["items"]}
    assert {"people", "domains", "matters", "calendar", "disclaimers", "contacts"} <= set(kinds)
    group = kinds["people"]["fields"][0]
    assert (group["name"], group["required"], group["choices"]) == (
        "group",
        True,
        ["council", "staff", "candidates"],
    )


def test_a_person_who_is_added_counts_and_no_other_line_changes(editor: Caller):
    made = editor("POST", "/v1/facts/people", json={"entry": ADA, "reason": "She started."})
    assert made.status_code == 201
    told = editor("GET", made.headers["Location"])
    assert told.get_json()["entry"] == ADA
    added = "  - {name: Ada Newcomer, title: Archivist}\n"
    assert city_of(editor) == CITY.replace("Ferry Master}\n", "Ferry Master}\n" + added)


def test_a_fact_is_replaced_and_taken_out_by_its_own_version(editor: Caller):
    before = editor("GET", "/v1/facts/people/staff-piet-alder")
    entry = {**before.get_json()["entry"], "title": "Harbour Master"}
    other = editor("POST", "/v1/facts/people", json={"entry": ADA, "reason": "Somebody else."})
    assert other.status_code == 201
    body = {"entry": entry, "reason": "Promoted."}
    done = editor("PUT", "/v1/facts/people/staff-piet-alder", before.headers["ETag"], json=body)
    assert done.status_code == 200, "another entry's change is no lost update"
    late = editor("PUT", "/v1/facts/people/staff-piet-alder", before.headers["ETag"], json=body)
    assert late.status_code == 412
    assert [change["reason"] for change in late.get_json()["changes"]] == ["Promoted."]
    assert "+  - {name: Piet Alder, title: Harbour Master}" in late.get_json()["difference"]
    gone = editor("DELETE", "/v1/facts/people/staff-piet-alder?reason=left", done.headers["ETag"])
    assert gone.status_code == 200
    assert "Piet" not in city_of(editor)


def test_a_roster_is_refused_with_every_bad_entry_by_its_place(editor: Caller):
    etag = editor("GET", "/v1/facts/people").headers["ETag"]
    entries = [
        ADA,
        {"group": "staff"},
        {"group": "pirates", "name": "Bo"},
        {"group": "council", "name": "Cy", "handles": "@cy"},
        {"group": "council", "name": "Di", "age": "40"},
        ADA,
    ]
    refused = editor("PUT", "/v1/facts/people", etag, json={"entries": entries, "reason": "New roster."})
    assert paths_of(refused) == {
        "people[1].name",
        "people[2].group",
        "people[3].handles",
        "people[4].age",
        "people[5]",
    }
    assert city_of(editor) == CITY


def test_what_only_the_policy_can_see_is_told_by_the_entrys_place(editor: Caller):
    etag = editor("GET", "/v1/facts/calendar").headers["ETag"]
    entries = [
        {"start": "2026-09-01", "end": "2026-10-26"},
        {"kind": "by-election", "start": "2027-03-01", "end": "2027-02-01"},
    ]
    refused = editor("PUT", "/v1/facts/calendar", etag, json={"entries": entries, "reason": "Dates."})
    assert paths_of(refused) == {"calendar[1]"}


@pytest.mark.parametrize(
    ("kind", "entry", "line"),
    [
        ("domains", {"domain": "ferry.example"}, "  domains: [willowferry.example, ferry.example]"),
        (
            "calendar",
            {"start": "2027-01-01", "end": "2027-02-01"},
            "  - {start: 2027-01-01, end: 2027-02-01}",
        ),
        ("parties", {"name": "Midstream"}, "parties: [Upstream Party, Downstream Party, Midstream]"),
        ("contacts", {"use": "public", "value": "555-0100"}, "public_contacts: [555-0100]"),
        ("matters", {"type": "planning", "id": "Z-1"}, "  - {type: planning, id: Z-1}"),
        ("departments", {"name": "Ropes"}, "departments: [Ropes]"),
        ("handles", {"handle": "@FerryAlerts"}, "  handles: ['@WillowFerry', '@FerryAlerts']"),
    ],
)
def test_a_fact_of_each_kind_stands_where_the_reader_looks(
    editor: Caller, kind: str, entry: dict[str, Any], line: str
):
    made = editor("POST", f"/v1/facts/{kind}", json={"entry": entry, "reason": "New."})
    assert made.status_code == 201, made.get_json()
    text = city_of(editor)
    assert line in text.splitlines()
    assert [row for row in CITY.splitlines() if row.startswith("#")] == [
        row for row in text.splitlines() if row.startswith("#")
    ]
    again = editor("POST", f"/v1/facts/{kind}", json={"entry": entry, "reason": "New."})
    assert again.status_code == 409


def test_disclaimers_are_kept_in_the_words(editor: Caller):
    body = {"entry": {"phrase": "nobody's voice but mine"}, "reason": "Seen often."}
    assert editor("POST", "/v1/facts/disclaimers", json=body).status_code == 201
    words = editor("GET", "/v1/files/words/ferry.yaml").get_json()["text"]
    assert words == WORDS.replace("[views are my own]", "[views are my own, nobody's voice but mine]")
    phrases = [row["entry"]["phrase"] for row in editor("GET", "/v1/facts/disclaimers").get_json()["items"]]
    assert sorted(phrases) == ["nobody's voice but mine", "views are my own"]


def test_only_one_contact_can_be_whom_to_ask(editor: Caller):
    etag = editor("GET", "/v1/facts/contacts").headers["ETag"]
    entries = [{"use": "ask", "value": "a@ferry.example"}, {"use": "ask", "value": "b@ferry.example"}]
    refused = editor("PUT", "/v1/facts/contacts", etag, json={"entries": entries, "reason": "Two."})
    assert paths_of(refused) == {"contacts[1]"}
    one = editor("PUT", "/v1/facts/contacts", etag, json={"entries": entries[:1], "reason": "One."})
    assert one.status_code == 200
    assert "  ask: a@ferry.example\n" in city_of(editor)


def test_facts_that_are_not_there_are_not_found(editor: Caller):
    assert editor("GET", "/v1/facts/pirates").status_code == 404
    assert editor("GET", "/v1/facts/people/staff-nobody").status_code == 404
    assert editor("DELETE", "/v1/facts/people/staff-nobody?reason=x", '"x"').status_code == 404
