"""Labelled cases, one JSON object a line, and how right each rule and topic is on them.

A case is a draft and its account, flat, with what an officer expects of it:
`{"text": …, "platform": …, "action": …, "media": […], "quoted_text": …, "account": {…}, "today": …,
"election_period": …, "expect": ["privacy"]}`. `expect` names topics or rules; empty for a draft that is fine.
Keys of the caller's own (an id, a note, marked words) are ignored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from secondreading.api.problem import Problem
from secondreading.api.wire import CheckRequest, parse_check
from secondreading.api.wire_faults import explain_broken, explain_invalid
from secondreading.policy.compile import CompiledPolicy

DRAFT_KEYS = ("text", "platform", "action", "quoted_text", "media", "language")
CONTEXT_KEYS = ("today", "election_period")

_encode = msgspec.json.Encoder().encode


class CaseError(ValueError):
    """A line that is no labelled case; says which and what to mend."""


class _Case(msgspec.Struct, frozen=True):
    expect: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledCase:
    """A request, and the topics or rule ids that a careful officer expects; none for a draft that is fine."""

    asked: CheckRequest
    expect: frozenset[str]


def read_cases(lines: Iterable[bytes], policy: CompiledPolicy, text_limit: int) -> Iterator[LabelledCase]:
    """The cases in order; blank lines are skipped. Raises CaseError at the first line that is none."""
    known = {rule.id for rule in policy.rules} | {rule.topic for rule in policy.rules}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = _read(line, text_limit)
        except Problem as problem:
            raise CaseError(f"line {number}: {problem.detail}") from None
        if strange := case.expect - known:
            raise CaseError(
                f"line {number}: expect names {sorted(strange)[0]!r}, which is neither a topic nor a rule of "
                "this policy; `secondreading rules list` shows them."
            )
        yield case


def _read(line: bytes, text_limit: int) -> LabelledCase:
    try:
        expect = msgspec.json.decode(line, type=_Case).expect
        found = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except msgspec.ValidationError as fault:
        raise explain_invalid(str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise explain_broken(line, fault) from None
    body = {
        "draft": {key: found[key] for key in DRAFT_KEYS if key in found},
        "context": {key: found[key] for key in CONTEXT_KEYS if key in found},
    }
    if "account" in found:
        body["account"] = found["account"]  # type: ignore[assignment]  # already JSON
    return LabelledCase(parse_check(_encode(body), text_limit), frozenset(expect))


@dataclass(slots=True)
class Score:
    """Over cases: in how many it was expected, in how many it spoke, and in how many both."""

    expected: int = 0
    spoke: int = 0
    right: int = 0

    @property
    def precision(self) -> float | None:
        """Share of the cases it spoke about that expect it; None where it never spoke."""
        return self.right / self.spoke if self.spoke else None

    @property
    def recall(self) -> float | None:
        """Share of the cases that expect it in which it spoke; None where none expects it."""
        return self.right / self.expected if self.expected else None

    def add(self, expected: bool, spoke: bool) -> None:
        self.expected += expected
        self.spoke += spoke
        self.right += expected and spoke


@dataclass(slots=True)
class Tally:
    """Scores by rule and by topic. A rule is expected wherever it or its topic is."""

    rules: dict[str, Score] = field(default_factory=dict)
    topics: dict[str, Score] = field(default_factory=dict)
    cases: Counter[str] = field(default_factory=Counter)

    def add(self, policy: CompiledPolicy, expect: frozenset[str], spoke: frozenset[str]) -> None:
        """Count one case: what it expects, and the ids of the rules that spoke."""
        wanted = expect | {name.partition(".")[0] for name in expect}
        heard = {rule.topic for rule in policy.rules if rule.id in spoke}
        for topic in {rule.topic for rule in policy.rules}:
            self.topics.setdefault(topic, Score()).add(topic in wanted, topic in heard)
        for rule in policy.rules:
            hoped = rule.id in expect or rule.topic in expect
            self.rules.setdefault(rule.id, Score()).add(hoped, rule.id in spoke)
        self.cases["all"] += 1
        self.cases["fine"] += not expect
        self.cases["fine and quiet"] += not expect and not spoke
