"""A Report as LanguageTool's matches. Knows no Flask."""

from __future__ import annotations

from collections.abc import Mapping

from secondreading.api.annotated_text import AnnotatedText
from secondreading.api.wire_languagetool import (
    CategoryOut,
    ExcerptOut,
    MatchOut,
    ReplacementOut,
    RuleOut,
    UrlOut,
)
from secondreading.domain import Finding, Report, Severity, Span
from secondreading.text import Utf16Offsets

AROUND = 40
# Values of the Internationalization Tag Set that editors know and colour differently.
ISSUE_TYPES = {
    Severity.ADVISE: "style",
    Severity.WARN: "non-conformance",
    Severity.CONFIRM: "non-conformance",
}


def render_matches(report: Report, text: AnnotatedText, titles: Mapping[str, str]) -> tuple[MatchOut, ...]:
    """One match for each finding, in the report's order. `titles` maps a rule's id to its title."""
    if not text.checked:
        return ()
    return tuple(_match(finding, text, titles) for finding in report.findings)


def _match(finding: Finding, text: AnnotatedText, titles: Mapping[str, str]) -> MatchOut:
    span = finding.span or _first_word(text.checked)
    begin, end = text.original_span(span.start, span.end)
    title = titles.get(finding.rule, finding.message)
    return MatchOut(
        message=f"{finding.message} {finding.fix}".strip(),
        short_message=title,
        replacements=_replacements(finding, span, text.checked),
        offset=begin,
        length=end - begin,
        context=_excerpt(text.checked, span),
        sentence=_sentence(text.checked, span),
        rule=_rule(finding, title),
    )


def _replacements(finding: Finding, span: Span, text: str) -> tuple[ReplacementOut, ...]:
    """The suggestions that LanguageTool can express: those for the match itself, give or take blanks."""
    return tuple(
        ReplacementOut(item.text)
        for item in finding.suggestions
        if item.span.start <= span.start
        and span.end <= item.span.end
        and not (text[item.span.start : span.start] + text[span.end : item.span.end]).strip()
    )


def _rule(finding: Finding, title: str) -> RuleOut:
    return RuleOut(
        id=finding.rule,
        description=title,
        issue_type=ISSUE_TYPES[finding.severity],
        urls=tuple(UrlOut(clause.url) for clause in finding.clauses if clause.url),
        category=CategoryOut(finding.topic, finding.topic.replace("-", " ").capitalize()),
    )


def _first_word(text: str) -> Span:
    """Where a finding about the account or the media is shown: LanguageTool has no other place for it."""
    start = len(text) - len(text.lstrip())
    words = text.split(maxsplit=1)
    return Span(start, start + len(words[0])) if words else Span(0, len(text))


def _excerpt(text: str, span: Span) -> ExcerptOut:
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    excerpt = text[start:end].replace("\n", " ")
    offsets = Utf16Offsets(excerpt)
    before, after = offsets.of(span.start - start), offsets.of(span.end - start)
    lead, tail = "..." if start else "", "..." if end < len(text) else ""
    return ExcerptOut(f"{lead}{excerpt}{tail}", len(lead) + before, after - before)


def _sentence(text: str, span: Span) -> str:
    """From the last to the next end of a sentence around the span; plain, as editors only show it."""
    start = max(text.rfind(mark, 0, span.start) for mark in (". ", "! ", "? ", "\n")) + 1
    ends = [place + 1 for mark in ".!?\n" if (place := text.find(mark, max(span.end - 1, 0))) >= 0]
    return text[start : min(ends, default=len(text))].strip()
