"""A Report as it travels: JSON bytes, offsets in UTF-16 code units. Knows no Flask."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from secondreading.domain import Clause, Finding, Report, Span, Suggestion
from secondreading.text import Utf16Offsets


class SpanOut(Struct, frozen=True):
    """A half-open range of the draft's text, in UTF-16 code units."""

    start: int
    end: int


class SuggestionOut(Struct, frozen=True):
    """Replace `span` by `text`; an empty text takes the words out."""

    span: SpanOut
    text: str


class ClauseOut(Struct, frozen=True):
    """The place in a policy document that the rule enforces."""

    document: str
    clause: str
    title: str
    url: str | None


class FindingOut(Struct, frozen=True):
    """One thing to think about. `span` is null where it is about the account, the media or the action."""

    rule: str
    topic: str
    severity: str
    span: SpanOut | None
    message: str
    why: str
    fix: str
    suggestions: tuple[SuggestionOut, ...]
    clauses: tuple[ClauseOut, ...]
    reliability: str


class PolicyOut(Struct, frozen=True):
    """Which policy answered."""

    id: str
    revision: int


class AccountOut(Struct, frozen=True):
    """The facts of the account that decided."""

    profile: str
    registered: bool
    has_disclaimer: bool
    government_links: tuple[str, ...]


class TipOut(Struct, frozen=True):
    """Something worth knowing that is about no single word."""

    id: str
    text: str
    contact: str | None


class ReportOut(Struct, frozen=True):
    """The answer of `POST /v1/check`. `partial` means: see in `not_checked` what was left out."""

    status: str
    not_checked: tuple[str, ...]
    policy: PolicyOut
    account: AccountOut
    findings: tuple[FindingOut, ...]
    tips: tuple[TipOut, ...]


_encode = msgspec.json.Encoder().encode


def render_report(report: Report, text: str) -> bytes:
    """The report as JSON. `text` is the draft's text, needed to count in UTF-16 units."""
    return _encode(report_out(report, text))


def report_out(report: Report, text: str) -> ReportOut:
    """The report as wire values."""
    offsets = Utf16Offsets(text if report.findings else "")  # without findings there is nothing to place
    account = report.account
    return ReportOut(
        report.status,
        report.not_checked,
        PolicyOut(report.policy.id, report.policy.revision),
        AccountOut(
            account.profile.value, account.registered, account.has_disclaimer, account.government_links
        ),
        tuple([_finding(finding, offsets) for finding in report.findings]),
        tuple([TipOut(tip.id, tip.text, tip.contact) for tip in report.tips]),
    )


def _finding(finding: Finding, offsets: Utf16Offsets) -> FindingOut:
    return FindingOut(
        finding.rule,
        finding.topic,
        finding.severity.word,
        None if finding.span is None else _span(finding.span, offsets),
        finding.message,
        finding.why,
        finding.fix,
        _suggestions(finding.suggestions, offsets),
        tuple([_clause(clause) for clause in finding.clauses]),
        finding.reliability.value,
    )


def _suggestions(suggestions: Iterable[Suggestion], offsets: Utf16Offsets) -> tuple[SuggestionOut, ...]:
    return tuple([SuggestionOut(_span(item.span, offsets), item.text) for item in suggestions])


def _clause(clause: Clause) -> ClauseOut:
    return ClauseOut(clause.document, clause.clause, clause.title, clause.url)


def _span(span: Span, offsets: Utf16Offsets) -> SpanOut:
    return SpanOut(offsets.of(span.start), offsets.of(span.end))
