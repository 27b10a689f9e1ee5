"""The profile register decides whose account it is, and every change of it is versioned and written down."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from secondreading.api.auth import Tokens
from secondreading.app import HOLDER
from tests.server.small_policy import Caller, small_app

PARKS = {
    "platform": "x",
    "handle": "@FerryParks",
    "profile": "official",
    "role": "senior_staff",
    "owner": "Parks",
    "backup": "Piet Alder",
    "purpose": "News of the parks",
    "approver": "The clerk",
    "review_date": "2027-05-01",
    "url": "https://x.com/FerryParks",
}
PLACE = "/v1/profiles/x/ferryparks"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, Tokens]:
    return small_app(tmp_path_factory.mktemp("profiles"))


@pytest.fixture
def records(made: tuple[Flask, Tokens]) -> Caller:
    return Caller(*made, "records", "check", name="Rae of Records")


@pytest.fixture
def parks(records: Caller) -> Any:
    """The ETag of a registered account, which is gone after the test."""
    answer = records("POST", "/v1/profiles", json={"entry": PARKS, "reason": "Approved."})
    assert answer.status_code == 201, answer.get_json()
    yield answer.headers["ETag"]
    if records("GET", PLACE).status_code == 200:
        assert records("DELETE", f"{PLACE}?reason=done", "*").status_code == 204


def account_in_force(made: tuple[Flask, Tokens], records: Caller, **account: Any) -> dict[str, Any]:
    """What a check says of an account, with the register as it is now."""
    made[0].extensions[HOLDER].refresh()
    body = {"draft": {"text": "Here is the winter timetable.", "platform": "x"}, "account": account}
    answer = records("POST", "/v1/check", json=body)
    assert answer.status_code == 200
    told = answer.get_json()
    return {**told["account"], "severities": {f["rule"]: f["severity"] for f in told["findings"]}}


def test_an_account_is_entered_read_and_listed(records: Caller, parks: str):
    told = records("GET", "/v1/profiles/x/@FerryParks")
    assert told.headers["ETag"] == parks
    assert {name: told.get_json()["entry"][name] for name in PARKS} == PARKS
    assert records("GET", "/v1/profiles").get_json()["total"] == 1


def test_the_register_decides_what_an_unknown_account_is(
    made: tuple[Flask, Tokens], records: Caller, parks: str
):
    known = account_in_force(made, records, profile="unknown", handle="ferryparks")
    assert (known["profile"], known["registered"]) == ("official", True)
    assert known["severities"] == {"ferry.timetable": "warn"}
    stranger = account_in_force(made, records, profile="unknown", handle="@somebody")
    assert (stranger["profile"], stranger["registered"]) == ("unknown", False)
    assert stranger["severities"] == {"ferry.timetable": "advise"}
    entry = {**PARKS, "status": "retired"}
    done = records("PUT", PLACE, parks, json={"entry": entry, "reason": "Closed."})
    assert done.status_code == 200
    retired = account_in_force(made, records, profile="unknown", handle="@ferryparks")
    assert (retired["profile"], retired["registered"]) == ("unknown", False)


def test_an_official_account_that_nobody_registered_is_told_so(
    made: tuple[Flask, Tokens], records: Caller, parks: str
):
    assert parks
    assert account_in_force(made, records, profile="official", handle="@FerryParks")["registered"] is True
    assert account_in_force(made, records, profile="official", handle="@FerryFake")["registered"] is False


def test_a_lost_update_of_an_account_is_refused_with_the_difference(
    made: tuple[Flask, Tokens], records: Caller, parks: str
):
    other = Caller(*made, "records", name="Sam")
    change = {"entry": {**PARKS, "owner": "Recreation"}, "reason": "Moved."}
    assert other("PUT", PLACE, parks, json=change).status_code == 200
    refused = records("PUT", PLACE, parks, json={"entry": PARKS, "reason": "Mine."})
    told = refused.get_json()
    assert refused.status_code == 412
    assert [(c["author"], c["reason"]) for c in told["changes"]] == [("Sam", "Moved.")]
    assert "-owner: Parks" in told["difference"]
    assert "+owner: Recreation" in told["difference"]
    assert records("PUT", PLACE, json={"entry": PARKS, "reason": "Mine."}).status_code == 428


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"platform": "The Site"}, "platform"),
        ({"handle": "@"}, "handle"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"review_date": "next May"}, "review_date"),
        ({"role": "king"}, "entry.role"),
        ({"verified_at": -1}, "entry.verified_at"),
        ({"colour": "red"}, "entry.colour"),
        ({"owner": "a\0b"}, "entry.owner"),
    ],
)
def test_an_entry_that_cannot_be_kept_is_refused_by_field(records: Caller, change: dict[str, Any], path: str):
    answer = records("POST", "/v1/profiles", json={"entry": {**PARKS, **change}, "reason": "x"})
    assert answer.status_code == 422
    assert [error["path"] for error in answer.get_json()["errors"]] == [path]


def test_every_change_of_the_register_is_written_down(
    made: tuple[Flask, Tokens], records: Caller, parks: str
):
    assert records("DELETE", f"{PLACE}?reason=gone", parks).status_code == 204
    auditor = Caller(*made, "auditor")
    newest, before = auditor("GET", "/v1/audit?limit=2").get_json()["items"]
    assert (newest["actor"], newest["action"], newest["detail"]["reason"]) == (
        "Rae of Records",
        "profile.delete",
        "gone",
    )
    assert (before["action"], before["detail"]["after"]["owner"]) == ("profile.create", "Parks")
    assert newest["previous"] == before["hash"]


def test_a_second_entry_for_one_account_is_refused(records: Caller, parks: str):
    assert parks
    same = {**PARKS, "handle": "ferryPARKS"}
    assert records("POST", "/v1/profiles", json={"entry": same, "reason": "x"}).status_code == 409
