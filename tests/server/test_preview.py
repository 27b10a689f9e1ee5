"""A preview tells what a change would flag and pass, before anything counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.server.small_policy import Caller, new_rule, small_app

WHISTLE = "/v1/rules/ferry.whistle"
TIMETABLE = "/v1/rules/ferry.timetable"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("preview")


@pytest.fixture(scope="module")
def editor(folder: Path) -> Caller:
    return Caller(*small_app(folder), "editor")


def test_a_preview_shows_what_would_change_and_changes_nothing(editor: Caller):
    before = editor("GET", "/v1/revisions").get_json()["standing"]
    text = new_rule("library", "library")
    sample = "😀 The library has a winter timetable."
    body = {"yaml": text, "texts": [sample]}
    told = editor("POST", "/v1/rules/ferry.library/preview", json=body).get_json()
    assert told["posts"] >= 300
    assert told["refusals"] == []
    assert told["newly_flagged"]
    assert all("library" in post["text"].lower() for post in told["newly_flagged"])
    assert not told["newly_passed"]
    (seen,) = told["texts"]
    assert [mark["rule"] for mark in seen["before"]] == ["ferry.timetable"]
    new = next(mark for mark in seen["after"] if mark["rule"] == "ferry.library")
    units = sample.encode("utf-16-le")[2 * new["span"]["start"] : 2 * new["span"]["end"]]
    assert units.decode("utf-16-le") == "library"
    assert editor("GET", "/v1/revisions").get_json()["standing"] == before


def test_a_preview_of_a_removed_rule_shows_what_would_pass(editor: Caller):
    sample = "Here is the winter timetable."
    told = editor("POST", f"{TIMETABLE}/preview", json={"texts": [sample]}).get_json()
    assert [mark["rule"] for mark in told["texts"][0]["before"]] == ["ferry.timetable"]
    assert told["texts"][0]["after"] == []


def test_a_preview_says_why_a_rule_could_not_be_published(editor: Caller):
    body = {"yaml": new_rule().replace("The summer timetable is posted.", "blow the whistle at noon")}
    told = editor("POST", f"{WHISTLE}/preview", json=body).get_json()
    assert [refusal["path"] for refusal in told["refusals"]] == ["examples[2]"]
    body = {"yaml": "id: ["}
    told = editor("POST", f"{WHISTLE}/preview", json=body).get_json()
    assert "no YAML" in told["refusals"][0]["message"]


def test_a_pasted_text_is_written_nowhere(
    editor: Caller, folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    marker = "marzipan-otter-4711"
    body = {"yaml": new_rule(), "texts": [f"The {marker} is here.", marker * 100]}
    assert editor("POST", f"{WHISTLE}/preview", json=body).status_code == 200
    broken = {"yaml": new_rule(), "texts": [marker], "role": marker}
    refused = editor("POST", f"{WHISTLE}/preview", json=broken)
    assert refused.status_code == 422
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    said = caplog.text + "".join(capfd.readouterr()) + refused.get_data(as_text=True)
    assert marker.encode() not in kept
    assert marker not in said
