"""What answers each clause of the policy documents: a rule, a modifier, a tip, or a duty of the product."""

from __future__ import annotations

from dataclasses import dataclass

from secondreading.domain import Clause

from .model import Policy

KINDS = ("rule", "modifier", "tip", "duty")
# What every check does without a file of its own, named by clauses like the modifiers of modifiers.yaml.
BUILT_IN_MODIFIERS = frozenset(("repost-responsibility",))


@dataclass(frozen=True, slots=True)
class Coverage:
    """A clause with its answers, and in words what is wrong with them (empty when nothing is)."""

    clause: Clause
    answers: tuple[str, ...]
    problem: str


def coverage(policy: Policy) -> list[Coverage]:
    """Every clause in the order of the documents."""
    known = {
        "rule": {rule.id for rule in policy.rules},
        "modifier": {modifier.id for modifier in policy.modifiers} | BUILT_IN_MODIFIERS,
        "tip": {tip.id for tip in policy.tips},
    }
    return [
        Coverage(clause, policy.answers.get(identity, ()), _problem(policy.answers.get(identity, ()), known))
        for identity, clause in policy.clauses.items()
    ]


def _problem(answers: tuple[str, ...], known: dict[str, set[str]]) -> str:
    if not answers:
        return "nothing answers it"
    for answer in answers:
        kind, _, name = answer.partition(" ")
        kind = kind.rstrip(":")
        if kind not in KINDS:
            return f"{answer!r} is neither a rule, a modifier, a tip nor a duty"
        if kind != "duty" and name not in known[kind]:
            return f"there is no {kind} {name}"
    return ""
