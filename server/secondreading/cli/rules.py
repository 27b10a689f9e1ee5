"""`secondreading rules test`, `rules list` and `rules coverage`, for the people who write the rules."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from secondreading.api.policy_holder import put_in_force
from secondreading.api.run_check import run_check
from secondreading.cli.labelled import CaseError, Score, Tally, read_cases
from secondreading.cli.loading import load_from_folder
from secondreading.config import ConfigError, read_config
from secondreading.domain import Profile, Role
from secondreading.examples import run_examples
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.coverage import coverage
from secondreading.policy.errors import PolicyErrors
from secondreading.policy.model import Rule
from secondreading.register import ProfileRegister


def run(arguments: argparse.Namespace) -> int:
    """Exit status: 0 fine, 1 an example went wrong, 2 the policy or the cases cannot be read."""
    try:
        policy = load_from_folder(arguments.rules)
        if arguments.action_name == "test":
            return _test(policy, arguments.cases)
    except (PolicyErrors, ConfigError, CaseError) as fault:
        print(fault, file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"{fault.filename}: {fault.strerror}", file=sys.stderr)
        return 2
    return {"list": _list, "coverage": _coverage}[arguments.action_name](policy)


def _test(policy: CompiledPolicy, cases: str | None) -> int:
    tally = _tally(policy, cases) if cases else None
    results = list(run_examples(policy))
    failed = [result for result in results if not result.passed]
    passed = Counter(result.rule for result in results if result.passed)
    asked = Counter(result.rule for result in results)
    for rule in sorted(policy.rules, key=lambda rule: rule.id):
        shown = f"  {_shown(tally.rules[rule.id])}" if tally else ""
        print(f"{rule.id:<44} {passed[rule.id]} of {asked[rule.id]} examples{shown}")
    if tally:
        _print_topics(tally)
    for result in failed:
        print(f"{result.file}:{result.line}: {result.text!r} {result.reason}")
    print(f"{len(policy.rules)} rules, {len(results)} examples, {len(failed)} failed")
    return 1 if failed else 0


def _tally(policy: CompiledPolicy, file: str) -> Tally:
    """How the rules did on the labelled cases in `file`. Raises CaseError, OSError."""
    in_force = put_in_force(policy, ProfileRegister())
    tally = Tally()
    with Path(file).open("rb") as lines:
        for case in read_cases(lines, policy, read_config().text_limit):
            found = run_check(case.asked, in_force).findings
            tally.add(policy, case.expect, frozenset(finding.rule for finding in found))
    if not tally.cases["all"]:
        raise CaseError(f"{file}: there is no case in this file; write one JSON object a line.")
    return tally


def _print_topics(tally: Tally) -> None:
    print()
    for topic, score in sorted(tally.topics.items()):
        print(f"{topic:<44} {_shown(score)}")
    cases = tally.cases
    print(
        f"{cases['all']} cases, {cases['fine']} of them fine, {cases['fine and quiet']} of these left alone"
    )
    print(
        "A rule is expected wherever its topic is, so the topic's recall says what the rules catch together."
    )
    print()


def _shown(score: Score) -> str:
    precision, recall = (
        "  -  " if share is None else f"{share:.3f}" for share in (score.precision, score.recall)
    )
    return (
        f"precision {precision} ({score.right} of {score.spoke})  "
        f"recall {recall} ({score.right} of {score.expected})"
    )


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
