"""Every rule keeps what its own examples promise."""

from __future__ import annotations

from collections import defaultdict

import pytest

from secondreading.examples import ExampleResult, run_examples
from tests.rules.standard import POLICY

RESULTS: dict[str, list[ExampleResult]] = defaultdict(list)
for _result in run_examples(POLICY):
    RESULTS[_result.rule].append(_result)


@pytest.mark.parametrize("rule", sorted(RESULTS))
def test_the_rule_holds_on_its_examples(rule: str) -> None:
    failed = [f"policy_rules/{r.file}:{r.line}: {r.text!r} {r.reason}" for r in RESULTS[rule] if not r.passed]
    assert not failed, "\n".join(failed)
