"""Only a request that provably starts on this machine needs no token."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from secondreading.api.gate import TokenBuckets
from secondreading.api.problem import Problem
from secondreading.app import create_app
from tests.server.conftest import check_body, config_in


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8787", "localhost:9", "[::1]", "[::1]:8787", "LOCALHOST"]
)
def test_this_machine_needs_no_token(client: FlaskClient, host: str):
    assert client.post("/v1/check", json=check_body(), headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example:8787"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "evil.example:127.0.0.1"},
        {"Host": "[::2]:8787"},
        {"Host": ""},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"X-Real-IP": "127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
    ids=str,
)
def test_a_rebound_name_or_a_proxy_is_not_this_machine(client: FlaskClient, headers: dict[str, str]):
    assert client.post("/v1/check", json=check_body(), headers=headers).status_code == 401
    assert client.post("/v2/check", data={"text": "a"}, headers=headers).status_code == 401


@pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.1", "2001:db8::1", ""])
def test_another_machine_needs_a_token(client: FlaskClient, address: str):
    client.environ_base["REMOTE_ADDR"] = address
    assert client.post("/v1/check", json=check_body()).status_code == 401


def test_a_server_for_others_asks_this_machine_for_a_token_too(tmp_path: Path):
    client = create_app(config_in(tmp_path, host="0.0.0.0")).test_client()
    assert client.post("/v1/check", json=check_body()).status_code == 401


def test_a_sender_over_its_budget_is_told_when_to_come_back(tmp_path: Path):
    client = create_app(config_in(tmp_path, checks_per_minute=12)).test_client()
    statuses = [client.post("/v1/check", json=check_body()).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    answer = client.post("/v1/check", json=check_body())
    assert 1 <= int(answer.headers["Retry-After"]) <= 6
    assert client.get("/healthz").status_code == 200


def test_a_budget_fills_up_again_and_belongs_to_one_sender():
    now = [0.0]
    buckets = TokenBuckets(60, lambda: now[0])
    for _ in range(10):
        buckets.spend("a")
    with pytest.raises(Problem, match="too-many-checks"):
        buckets.spend("a")
    buckets.spend("b")
    now[0] += 1.0
    buckets.spend("a")
    with pytest.raises(Problem):
        buckets.spend("a")
