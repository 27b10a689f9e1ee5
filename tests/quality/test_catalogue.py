"""The policy catalogue's own examples against the example city: bars over all, and each case that missed by name.

The working material lies beside the checkout; without it these are skipped, except in CI. The rules are not
to be fitted to single cases: what counts is the share, and the names only show where to look.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from secondreading.domain import Profile, Role
from tests.quality import context, named
from tests.quality.command import answers

CAUGHT, LEFT_ALONE = 0.90, 0.97


@pytest.fixture(scope="module")
def catalogue(shared_folder: Path) -> Path:
    return shared_folder / "policy"


def hold(share: float, bar: float, wrong: Sequence[str]) -> None:
    assert share >= bar, f"{share:.3f}, and {bar} is the bar:\n" + "\n".join(wrong)


@pytest.fixture(scope="module")
def examples(catalogue: Path) -> tuple[dict[str, float], list[dict[str, Any]]]:
    shares, _, wrong = named.measure(catalogue)
    return shares, wrong


def named_examples(wrong: list[dict[str, Any]], kind: str) -> list[str]:
    return [f"{w['rule']} {w['case']['id']}: {w['case']['text']!r}" for w in wrong if w["kind"] == kind]


def test_the_named_rule_speaks_on_nine_of_ten_violations(examples: tuple[dict[str, float], Any]):
    shares, wrong = examples
    hold(shares["violations"], CAUGHT, named_examples(wrong, "miss"))


def test_the_named_rule_leaves_the_look_alikes_alone(examples: tuple[dict[str, float], Any]):
    shares, wrong = examples
    hold(shares["hard negatives"], LEFT_ALONE, named_examples(wrong, "false alarm"))


def test_what_stands_around_a_draft_is_seen_and_only_where_it_should_be(catalogue: Path):
    found = context.outcomes(catalogue)
    for wanted, bar in ((True, CAUGHT), (False, LEFT_ALONE)):
        mine = [outcome for outcome in found if outcome.wanted is wanted]
        wrong = [f"{outcome.rule}: {outcome.case}" for outcome in mine if outcome.spoke is not wanted]
        hold(1 - len(wrong) / len(mine), bar, wrong)


def test_mirrored_views_get_the_same_rules_and_severities(catalogue: Path):
    pairs: list[list[str]] = json.loads((catalogue / "neutrality_pairs.json").read_text(encoding="utf-8"))
    accounts = [{"profile": profile, "role": role} for profile, role in product(Profile, Role)]
    asked = [(pair, account) for pair in pairs for account in accounts]
    reports = iter(answers([request(text, account) for pair, account in asked for text in pair]))
    unequal = []
    for pair, account in asked:
        one, other = (heard(next(reports)) for _ in pair)
        if one != other:
            unequal.append(
                f"{account['profile']}/{account['role']}: {pair[0]!r} {one} but {pair[1]!r} {other}"
            )
    assert not unequal, "\n".join(unequal)


def request(text: str, account: dict[str, Any]) -> dict[str, Any]:
    return {"draft": {"text": text}, "account": account, "context": context.TODAY}


def heard(report: dict[str, Any]) -> set[tuple[str, str]]:
    return {(finding["rule"], finding["severity"]) for finding in report["findings"]}
