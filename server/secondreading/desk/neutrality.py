"""Whether a rule takes a side: it must answer mirrored views alike, and flag no mere word of judgement.

A rule against one opinion, one party or "negative" posts would make the server a censor, so it is
refused, whoever writes it. The samples are data, in `viewpoints.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from secondreading.check import check
from secondreading.desk.errors import Refusal
from secondreading.domain import AccountContext, Draft, Moment, Profile, Role, Severity
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.model import Rule

SAMPLES = Path(__file__).with_name("viewpoints.json")
# The lists that hold one name for each side of a contest.
SIDES = ("party", "candidate", "ballot-measure")
ACCOUNTS = tuple(
    AccountContext(profile, role)
    for profile, role in product((Profile.OFFICIAL, Profile.PERSONAL), (Role.ELECTED, Role.STAFF))
)
MOMENT = Moment(date(2026, 8, 10), election_period=False)
MEND_JUDGEMENT = (
    "say what the post does (names a person, tells what is secret), not how somebody may judge it"
)
MEND_MIRROR = "flag both views or neither; a rule may be about the act, never about the opinion"


def partiality(policy: CompiledPolicy, rule: Rule) -> list[Refusal]:
    """Where a rule takes a side, in words; empty where it does not. One sample of each kind is enough."""
    found = [
        next(_judges(policy, rule), None),
        next(_prefers(policy, rule), None),
        next(_names(policy, rule), None),
    ]
    return [refusal for refusal in found if refusal is not None]


def _judges(policy: CompiledPolicy, rule: Rule) -> Iterator[Refusal]:
    for text in _samples()["judgements"]:
        if any(_severities(policy, rule, text)):
            yield _refuse(rule, f"it flags {text!r}, which only judges", MEND_JUDGEMENT)


def _prefers(policy: CompiledPolicy, rule: Rule) -> Iterator[Refusal]:
    for one, other in (*_samples()["mirrors"], *_contests(policy)):
        if _severities(policy, rule, one) != _severities(policy, rule, other):
            yield _refuse(rule, f"it answers {one!r} otherwise than {other!r}", MEND_MIRROR)


def _contests(policy: CompiledPolicy) -> Iterator[tuple[str, str]]:
    """The same sentence about the first and about every other side of a contest."""
    for names in _sides(policy).values():
        for sentence, name in product(_samples()["about"], names[1:]):
            yield sentence.replace("{name}", names[0]), sentence.replace("{name}", name)


def _names(policy: CompiledPolicy, rule: Rule) -> Iterator[Refusal]:
    """A side that is written out, where the list of all sides would treat them alike."""
    written = [" ".join(re.findall(r"[\w']+", text.casefold())) for text in _texts(rule.match)]
    for side, names in _sides(policy).items():
        for name in names:
            bare = " ".join(re.findall(r"[\w']+", name.casefold()))
            if any(f" {bare} " in f" {text} " for text in written):
                mend = f"write {{{side}}}, which holds every one of them"
                yield _refuse(rule, f"it names {name!r}", mend)


def _sides(policy: CompiledPolicy) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for words in policy.policy.words:
        if words.name in SIDES:
            # One name each: a party's entry may be all parties, a candidate's is her own forms.
            members = words.words[:1] if words.name == "candidate" else words.words
            found.setdefault(words.name, []).extend(members)
    return found


def _texts(value: object) -> Iterator[str]:
    """Every phrase of a match, without the lists that it names in braces."""
    if isinstance(value, str):
        yield re.sub(r"\{[^}]*\}", " ", value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _severities(policy: CompiledPolicy, rule: Rule, text: str) -> list[Severity | None]:
    reports = (check(policy, Draft(text, language=rule.language), account, MOMENT) for account in ACCOUNTS)
    return [
        max((f.severity for f in report.findings if f.rule == rule.id), default=None) for report in reports
    ]


def _refuse(rule: Rule, message: str, mend: str) -> Refusal:
    line = rule.lines.get(("match",), 0)
    return Refusal("match", f"the rule takes a side: {message}", mend, rule.file, line)


@cache
def _samples() -> Any:
    return json.loads(SAMPLES.read_text(encoding="utf-8"))
