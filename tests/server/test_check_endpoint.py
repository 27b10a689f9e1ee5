"""`POST /v1/check` as other programs see it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.server.conftest import LEAK, check_body, leak_in


def test_a_leak_comes_back_with_reason_clause_and_place(client: FlaskClient):
    answer = client.post("/v1/check", json=check_body())
    assert answer.status_code == 200
    assert answer.content_type == "application/json"
    report = answer.get_json()
    assert (report["status"], report["not_checked"]) == ("checked", [])
    assert report["policy"] == {"id": "standard", "revision": 1}
    finding = leak_in(report)
    assert finding["severity"] in {"advise", "warn", "confirm"}
    assert finding["message"]
    assert finding["why"]
    assert finding["fix"]
    assert finding["clauses"][0]["document"]
    assert list(report) == ["status", "not_checked", "policy", "account", "findings", "tips"]


@pytest.mark.parametrize("before", ["", "😡 ", "👩‍👩‍👧‍👦🏳️‍🌈 ", "é́ ﬀ ", "שלום "], ids=ascii)
def test_offsets_count_utf16_units_as_javascript_does(client: FlaskClient, before: str):
    plain = leak_in(client.post("/v1/check", json=check_body()).get_json())["span"]
    shifted = leak_in(client.post("/v1/check", json=check_body(before + LEAK)).get_json())["span"]
    units = len(before.encode("utf-16-le")) // 2
    assert shifted == {"start": plain["start"] + units, "end": plain["end"] + units}


def test_the_same_request_gives_the_same_bytes(client: FlaskClient):
    first, second = (client.post("/v1/check", json=check_body()).data for _ in range(2))
    assert first == second


def test_only_the_text_is_required(client: FlaskClient):
    answer = client.post("/v1/check", json={"draft": {"text": "Good morning"}})
    assert answer.status_code == 200
    assert answer.get_json()["account"]["profile"] == "unknown"


def test_an_empty_text_is_a_text(client: FlaskClient):
    assert client.post("/v1/check", json=check_body("")).status_code == 200


def test_an_answer_is_kept_by_no_cache(client: FlaskClient):
    assert client.post("/v1/check", json=check_body()).headers["Cache-Control"] == "no-store"


def test_an_official_profile_is_registered_unless_its_handle_is_unknown(client: FlaskClient):
    body = check_body()
    assert client.post("/v1/check", json=body).get_json()["account"]["registered"] is True
    body["account"]["handle"] = "@MapleBendCity"
    assert client.post("/v1/check", json=body).get_json()["account"]["registered"] is True
    body["account"]["handle"] = "@MapleBendCitty"
    assert client.post("/v1/check", json=body).get_json()["account"]["registered"] is False
