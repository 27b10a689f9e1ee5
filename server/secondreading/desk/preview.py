"""What a change of a rule would do, before it counts: on the open corpus and on pasted texts.

Nothing pasted is stored or logged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from secondreading.check import check
from secondreading.desk.errors import Refusal, Refused
from secondreading.desk.neutrality import partiality
from secondreading.desk.reading import rule_file
from secondreading.desk.validation import compile_files, failing_examples
from secondreading.desk.values import Mark, PostChange, Preview, TextChange
from secondreading.domain import AccountContext, Draft, Finding, Moment, Profile, Role
from secondreading.policy.compile import CompiledPolicy

CORPUS = Path(__file__).with_name("open_corpus.jsonl")
MOMENT = Moment(date(2026, 8, 10), election_period=False)
PLAIN_ACCOUNT = AccountContext(Profile.OFFICIAL, Role.STAFF)
Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a preview is asked: one rule, its new text (None: without it), and texts to look at."""

    rule: str
    text: str | None
    texts: Sequence[str] = ()
    account: AccountContext = PLAIN_ACCOUNT


@cache
def open_corpus() -> tuple[tuple[Draft, AccountContext], ...]:
    """The posts that ship with the product: invented, by invented people of an invented city."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    posts = [json.loads(line) for line in lines if line]
    return tuple(
        (
            Draft(post["text"], platform=post.get("platform", "x")),
            AccountContext(Profile(post["profile"]), Role(post["role"])),
        )
        for post in posts
    )


def preview(files: Files, before: CompiledPolicy, sample: Sample) -> Preview:
    """Compare `before` (compiled from `files`) with the same state after the change."""
    path = rule_file(sample.rule)
    changed = {name: text for name, text in files.items() if name != path}
    if sample.text is not None:
        changed[path] = sample.text
    try:
        after = compile_files(changed)
    except Refused as fault:
        return Preview(fault.refusals)
    flagged, passed = _compare_posts(before, after, sample.rule)
    return Preview(
        refusals=tuple(_refusals(after, changed, files, sample)),
        newly_flagged=tuple(flagged),
        newly_passed=tuple(passed),
        posts=len(open_corpus()),
        texts=tuple(_compare_text(before, after, text, sample.account) for text in sample.texts),
    )


def _refusals(after: CompiledPolicy, changed: Files, files: Files, sample: Sample) -> list[Refusal]:
    rule = next((rule for rule in after.rules if rule.id == sample.rule), None)
    if rule is None:
        return []
    only = {rule.id}
    return [*partiality(after, rule), *failing_examples(after, changed, files, only, only)]


def _compare_posts(
    before: CompiledPolicy, after: CompiledPolicy, rule: str
) -> tuple[list[PostChange], list[PostChange]]:
    flagged, passed = [], []
    for draft, account in open_corpus():
        old = [f for f in check(before, draft, account, MOMENT).findings if f.rule == rule]
        new = [f for f in check(after, draft, account, MOMENT).findings if f.rule == rule]
        if new and not old:
            flagged.append(_post_change(draft, account, new))
        elif old and not new:
            passed.append(_post_change(draft, account, old))
    return flagged, passed


def _post_change(draft: Draft, account: AccountContext, findings: Sequence[Finding]) -> PostChange:
    loudest = max(findings, key=lambda finding: finding.severity)
    spans = tuple(finding.span for finding in findings if finding.span is not None)
    profile, role = account.profile.value, account.role.value
    return PostChange(draft.text, profile, role, spans, loudest.severity.word, loudest.message)


def _compare_text(
    before: CompiledPolicy, after: CompiledPolicy, text: str, account: AccountContext
) -> TextChange:
    return TextChange(text, _marks(before, text, account), _marks(after, text, account))


def _marks(policy: CompiledPolicy, text: str, account: AccountContext) -> tuple[Mark, ...]:
    findings = check(policy, Draft(text, platform="x"), account, MOMENT).findings
    return tuple(Mark(f.rule, f.severity.word, f.span, f.message, f.why, f.fix) for f in findings)
