"""Whatever the description allows, and what it forbids: no 5xx, and no answer that is not described.

schemathesis makes the requests from /openapi.json. They meet a small policy, so that a change takes no time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from secondreading.api.description import OPERATIONS
from secondreading.api.roles import SCOPES
from tests.server.small_policy import Caller, small_app

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
# schemathesis leaves the description itself out.
PLACES = [f"{o.method.upper()} {o.path}" for o in OPERATIONS if o.path != "/openapi.json"]


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Caller:
    """Somebody who may do everything, so that nothing ends at the gate."""
    return Caller(*small_app(tmp_path_factory.mktemp("any")), *SCOPES, name="a test")


@pytest.fixture(scope="module")
def operations(caller: Caller) -> dict[str, Any]:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", caller.client.application)
    found = (result.ok() for result in schema.get_all_operations())
    return {f"{operation.method.upper()} {operation.path}": operation for operation in found}


def requests_of(operation: Any) -> Iterator[Any]:
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        yield operation.as_strategy(mode)


@pytest.mark.parametrize("place", PLACES)
def test_no_request_makes_the_server_fail_or_say_what_is_not_described(
    place: str, operations: dict[str, Any], caller: Caller, thorough: bool
):
    @settings(
        max_examples=500 if thorough else 12,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*requests_of(operations[place])))
    def run(case: Any) -> None:
        case.call_and_validate(headers=caller.headers, checks=CHECKS)

    run()


def test_an_account_with_an_empty_link_is_checked(caller: Caller):
    body = {"draft": {"text": "Good morning."}, "account": {"links": ["", "://", "@", "/"]}}
    assert caller("POST", "/v1/check", json=body).status_code == 200
