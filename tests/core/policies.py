"""Small policies for tests: a city, a document and the rules that a test writes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent, indent

import yaml

from secondreading.check import check
from secondreading.domain import (
    AccountContext,
    Action,
    Draft,
    Finding,
    Moment,
    PolicyStamp,
    Profile,
    Report,
    Role,
)
from secondreading.policy.compile import CompiledPolicy, compile_policy
from secondreading.policy.load import load_policy

TODAY = date(2026, 8, 10)
CITY = (Path(__file__).parents[2] / "policy_rules" / "city.yaml").read_text(encoding="utf-8")
DOCUMENTS = "documents: [{title: Guide, url: null, clauses: [{id: g-1, clause: '1', title: Be kind}]}]\n"
FRAMES = (Path(__file__).parents[2] / "policy_rules" / "frames" / "en.yaml").read_text(encoding="utf-8")
EXAMPLES = "[{flag: a}, {flag: b}, {allow: c}, {allow: d}]"


def rule_file(match: str, name: str = "respect.test", **fields: object) -> str:
    """A whole rule file around a match; further fields as keywords."""
    head = {
        "id": name,
        "title": "Test",
        "severity": {"*": "warn"},
        "clauses": ["g-1"],
        "message": "This may hurt.",
        "why": "It protects people.",
        "fix": "Consider other words.",
        **fields,
    }
    text = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
    return text + "match:\n" + indent(dedent(match).strip("\n"), "  ") + f"\nexamples: {EXAMPLES}\n"


def files(**extra: str) -> dict[str, str]:
    """The files of a policy; `respect__test` names `respect/test.yaml`."""
    named = {name.replace("__", "/") + ".yaml": text for name, text in extra.items()}
    return {"city.yaml": CITY, "documents.yaml": DOCUMENTS, "frames/en.yaml": FRAMES, **named}


def policy(match: str, words: str = "", **fields: object) -> CompiledPolicy:
    """A policy with the one rule `respect.test`."""
    extra = {"respect__test": rule_file(match, **fields)}
    if words:
        extra["words__test"] = dedent(words)
    return compile_policy(load_policy(files(**extra)), PolicyStamp("test", 1))


def report(
    compiled: CompiledPolicy, text: str, *, action: Action = Action.POST, quoted: str | None = None,
    account: AccountContext | None = None, today: date = TODAY, election: bool | None = None,
) -> Report:  # fmt: skip
    draft = Draft(text, action=action, quoted_text=quoted)
    return check(
        compiled, draft, account or AccountContext(Profile.OFFICIAL, Role.ELECTED), Moment(today, election)
    )


def marked(compiled: CompiledPolicy, text: str, **circumstances: object) -> list[str]:
    """The words of a draft that are flagged."""
    found: tuple[Finding, ...] = report(compiled, text, **circumstances).findings  # type: ignore[arg-type]
    return [text[f.span.start : f.span.end] if f.span else "" for f in found]
