"""`secondreading rules test`, `rules list` and `rules coverage`, for the people who write the rules."""

from __future__ import annotations

import argparse
import sys

from secondreading.cli.loading import load_from_folder
from secondreading.domain import Profile, Role
from secondreading.examples import run_examples
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.coverage import coverage
from secondreading.policy.errors import PolicyErrors
from secondreading.policy.model import Rule


def run(arguments: argparse.Namespace) -> int:
    """Exit status: 0 fine, 1 an example went wrong, 2 the policy cannot be loaded."""
    try:
        policy = load_from_folder(arguments.rules)
    except (PolicyErrors, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    return {"test": _test, "list": _list, "coverage": _coverage}[arguments.action_name](policy)


def _test(policy: CompiledPolicy) -> int:
    results = list(run_examples(policy))
    failed = [result for result in results if not result.passed]
    for result in failed:
        print(f"{result.file}:{result.line}: {result.text!r} {result.reason}")
    print(f"{len(policy.rules)} rules, {len(results)} examples, {len(failed)} failed")
    return 1 if failed else 0


def _list(policy: CompiledPolicy) -> int:
    for rule in sorted(policy.rules, key=lambda rule: rule.id):
        print(f"{rule.id:<44} {_severities(rule):<36} {rule.title}")
    return 0


def _coverage(policy: CompiledPolicy) -> int:
    """Exit status 1 where a clause has no answer, or one that does not exist."""
    found = coverage(policy.policy)
    for item in found:
        note = f"  <- {item.problem}" if item.problem else ""
        print(f"{item.clause.id:<8} {item.clause.title:<58} {'; '.join(item.answers)}{note}")
    open_clauses = [item for item in found if item.problem]
    print(f"{len(found)} clauses, {len(open_clauses)} without a home")
    return 1 if open_clauses else 0


def _severities(rule: Rule) -> str:
    """How loudly the rule speaks to a member of staff, by profile."""
    found = {profile: rule.severity(profile, Role.STAFF) for profile in (Profile.OFFICIAL, Profile.PERSONAL)}
    return " ".join(
        f"{profile.value}={severity.word if severity else 'off'}" for profile, severity in found.items()
    )
