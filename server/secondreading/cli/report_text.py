"""A report for a person at a terminal: place, words, reason, clause, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from secondreading.domain import Clause, Finding, Report, Severity


def report_as_text(report: Report, text: str, name: str) -> str:
    """The whole report. Lines and columns count from 1, columns in characters. `name` is the text's."""
    blocks = [_finding(finding, text, name) for finding in report.findings]
    blocks += [f"tip: {tip.text}" + (f" ({tip.contact})" if tip.contact else "") for tip in report.tips]
    blocks += [f"not checked: {what}" for what in report.not_checked]
    return "\n\n".join([*blocks, _summary(report)])


def _finding(finding: Finding, text: str, name: str) -> str:
    return "\n".join(_lines(finding, text, name))


def _lines(finding: Finding, text: str, name: str) -> Iterator[str]:
    yield f"{_place(finding, text, name)}: {finding.severity.word}: {finding.message} [{finding.rule}]"
    if finding.span is not None:
        words = " ".join(text[finding.span.start : finding.span.end].split())
        yield f"    words:  {words}"
    yield f"    why:    {finding.why}"
    for clause in finding.clauses:
        yield f"    policy: {_clause(clause)}"
    yield f"    do:     {finding.fix}"
    for suggestion in finding.suggestions:
        yield f"    or:     {_suggestion(suggestion.text)}"


def _place(finding: Finding, text: str, name: str) -> str:
    if finding.span is None:
        return name
    start = finding.span.start
    return f"{name}:{text.count(chr(10), 0, start) + 1}:{start - (text.rfind(chr(10), 0, start) + 1) + 1}"


def _clause(clause: Clause) -> str:
    return f"{clause.document}, {clause.clause}: {clause.title}"


def _suggestion(replacement: str) -> str:
    return f"write {replacement!r} instead" if replacement else "take the words out"


def _summary(report: Report) -> str:
    counts = [
        f"{number} {severity.word}"
        for severity in sorted(Severity, reverse=True)
        if (number := sum(finding.severity is severity for finding in report.findings))
    ]
    found = ", ".join(counts) if counts else "nothing to note"
    partly = "" if report.status == "checked" else " (checked in part)"
    return f"{found}{partly} · policy {report.policy.id}, revision {report.policy.revision}"
