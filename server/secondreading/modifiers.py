"""Modifiers: after the rules have spoken, what holds across them. Each may cap, raise, drop or add a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .domain import Finding, Severity
from .matchers.reading import Reading
from .policy.compile import CompiledPolicy
from .policy.model import Modifier


def modify(policy: CompiledPolicy, reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
    """The findings as the policy's modifiers leave them, in the order of its file."""
    found = _without_echoes(policy, findings)
    for modifier, matcher in policy.modifiers if found else ():
        if matcher is None or matcher.find(reading):
            found = [_modified(f, modifier) for f in found if not _names(f, modifier.drop)]
    # Neither an escalator nor a floor carries a rule on trial past a note.
    return [
        replace(f, severity=Severity.ADVISE)
        if f.rule in policy.trials and f.severity > Severity.ADVISE
        else f
        for f in found
    ]


def _without_echoes(policy: CompiledPolicy, findings: Sequence[Finding]) -> list[Finding]:
    """Without findings of rules that yield to another finding on the same words.

    A louder finding never yields to a softer one. Of two alike that yield to each other the first stays.
    """
    return [
        finding
        for at, finding in enumerate(findings)
        if not any(
            other.severity >= finding.severity
            and _yields(policy, finding, other)
            and (other.severity > finding.severity or place < at or not _yields(policy, other, finding))
            for place, other in enumerate(findings if finding.rule in policy.yields else ())
        )
    ]


def _yields(policy: CompiledPolicy, finding: Finding, other: Finding) -> bool:
    return (
        other.rule != finding.rule
        and _names(other, policy.yields.get(finding.rule, ()))
        and _overlap(finding, other)
    )


def _overlap(one: Finding, other: Finding) -> bool:
    return bool(
        one.span and other.span and one.span.start < other.span.end and other.span.start < one.span.end
    )


def _modified(finding: Finding, modifier: Modifier) -> Finding:
    touched = not modifier.touches or _names(finding, modifier.touches)
    if not touched or _names(finding, modifier.spares) or finding.severity < modifier.from_severity:
        return finding
    severity = finding.severity
    if modifier.floor is not None:
        severity = max(severity, modifier.floor)
    if modifier.cap is not None:
        severity = min(severity, modifier.cap)
    why = f"{finding.why} {modifier.add}" if modifier.add else finding.why
    return replace(finding, severity=severity, why=why)


def _names(finding: Finding, names: Sequence[str]) -> bool:
    """Is the finding's topic or rule among the names?"""
    return finding.topic in names or finding.rule in names
