"""Every rule keeps what its own examples promise."""

from __future__ import annotations

from collections import defaultdict

import pytest

from secondreading.domain import PolicyStamp
from secondreading.examples import ExampleResult, run_examples
from secondreading.policy.compile import compile_policy
from secondreading.policy.load import load_policy, read_folder
from secondreading.resources import policy_rules_folder

RESULTS: dict[str, list[ExampleResult]] = defaultdict(list)
for _result in run_examples(
    compile_policy(load_policy(read_folder(policy_rules_folder())), PolicyStamp("standard", 1))
):
    RESULTS[_result.rule].append(_result)


@pytest.mark.parametrize("rule", sorted(RESULTS))
def test_the_rule_holds_on_its_examples(rule: str) -> None:
    failed = [f"policy_rules/{r.file}:{r.line}: {r.text!r} {r.reason}" for r in RESULTS[rule] if not r.passed]
    assert not failed, "\n".join(failed)
