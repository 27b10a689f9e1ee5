"""What 1,000 more rules cost the check itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from secondreading.check import check
from secondreading.domain import AccountContext, Draft, Moment, PolicyStamp, Profile, Report, Role
from secondreading.policy.compile import compile_policy
from secondreading.policy.load import load_policy, read_folder
from secondreading.resources import policy_rules_folder
from tests.bench.measure import Pair, cpu_per_call, interleaved
from tests.bench.posts import posts
from tests.bench.rules import generated_rules

GENERATED = 1_000
ROUNDS = 15
POSTS = 400

_ACCOUNT = AccountContext(profile=Profile.OFFICIAL, role=Role.STAFF, display_name="City of Maple Bend")
_MOMENT = Moment(date(2026, 8, 10))
Check = Callable[[str], Report]


@dataclass(frozen=True, slots=True)
class EngineResult:
    """CPU seconds per check, and findings per post of both policies."""

    cost: Pair
    rules: int
    findings: tuple[float, float]


def standard_files() -> dict[str, str]:
    return read_folder(policy_rules_folder())


def larger_files() -> dict[str, str]:
    """The standard policy with the generated rules added to its first topic."""
    standard = standard_files()
    some_rule = load_policy(standard).rules[0]
    return {**standard, **generated_rules(GENERATED, some_rule.clauses[0], some_rule.topic)}


def checker(files: Mapping[str, str]) -> Check:
    compiled = compile_policy(load_policy(files), PolicyStamp("bench", 1))
    return lambda text: check(compiled, Draft(text, platform="x"), _ACCOUNT, _MOMENT)


def measure_engine() -> EngineResult:
    standard, larger = checker(standard_files()), checker(larger_files())
    batches = _batches()
    cost = interleaved(_rounds(standard, batches), _rounds(larger, batches), ROUNDS)
    seen = posts(POSTS)
    found = [sum(len(run(text).findings) for text in seen) / len(seen) for run in (standard, larger)]
    return EngineResult(cost, len(load_policy(standard_files()).rules), (found[0], found[1]))


def _batches() -> list[list[str]]:
    """A fresh batch for every round: nobody may profit from having seen a text before."""
    every = posts(POSTS * (ROUNDS + 1))
    return [every[start : start + POSTS] for start in range(0, len(every), POSTS)]


def _rounds(run: Check, batches: list[list[str]]) -> Callable[[], float]:
    coming = iter(batches)
    return lambda: cpu_per_call(run, next(coming))
