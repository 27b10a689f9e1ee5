"""Every clause of the policy documents has a home."""

from secondreading.policy.coverage import coverage
from secondreading.policy.load import load_policy, read_folder
from secondreading.resources import policy_rules_folder


def test_every_clause_is_answered_by_something_that_exists() -> None:
    found = coverage(load_policy(read_folder(policy_rules_folder())))
    open_clauses = [
        f"clause {item.clause.id} ({item.clause.title}): {item.problem}" for item in found if item.problem
    ]
    assert found
    assert not open_clauses, "\n".join(open_clauses)
