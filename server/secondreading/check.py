"""The one way to run a check: Policy x Draft x AccountContext -> Report.

Pure: no clock, no store, no network.
"""

from __future__ import annotations

from collections.abc import Sequence

from .domain import (
    AccountContext,
    AccountView,
    Action,
    Draft,
    Finding,
    Moment,
    Profile,
    Report,
    Severity,
    Span,
    Suggestion,
    Tip,
)
from .matchers.base import Hit
from .matchers.reading import AccountReading, Reading
from .modifiers import modify
from .policy.candidates import Candidates
from .policy.compile import CompiledPolicy, CompiledRule, Speaker
from .text import guess_language, reads_as_english

MOST_FINDINGS_OF_A_RULE = 5
MOST_FINDINGS = 100
PICTURES_NOT_READ = "Words inside the attached pictures or videos were not read."


def check(policy: CompiledPolicy, draft: Draft, account: AccountContext, moment: Moment) -> Report:
    """Check a draft as it would be posted from an account at a moment. Same input and policy, same report."""
    election = (
        policy.facts.in_election_period(moment.today)
        if moment.election_period is None
        else moment.election_period
    )
    account_reading, candidates = policy.read_account(account, moment)
    reading = Reading(policy.tools, draft, draft.text, account_reading, moment, election_period=election)
    findings = modify(policy, reading, _findings(policy, reading, candidates, text_only=False))
    if draft.quoted_text and draft.action in (Action.REPOST, Action.QUOTE):
        quoted = Reading(
            policy.tools, draft, draft.quoted_text, account_reading, moment, election_period=election
        )
        seen = {finding.rule for finding in findings}
        passed_on = modify(policy, quoted, _findings(policy, quoted, candidates, text_only=True))
        findings += [_of_quoted(finding) for finding in passed_on if finding.rule not in seen]
    findings = sorted(findings, key=_order)[:MOST_FINDINGS]
    return Report(
        policy=policy.stamp,
        account=_view(account, account_reading),
        findings=tuple(findings),
        tips=_tips(policy, findings, account),
        not_checked=_not_checked(policy, reading),
    )


def _findings(
    policy: CompiledPolicy, reading: Reading, candidates: Candidates[Speaker], *, text_only: bool
) -> list[Finding]:
    found: list[Finding] = []
    # Few rules ask how a draft is worded as a whole, and of few accounts: most drafts need not be weighed.
    if candidates.wait_for(policy.tools.wordings.mask, reading.hits.mask):
        reading.hits.announce(reading.wordings)
    for compiled, base in candidates.among(reading.hits.mask, text_only=text_only):
        kept: list[Hit] = []
        for hit in compiled.matcher.find(reading):
            if len(kept) == MOST_FINDINGS_OF_A_RULE:
                break
            if any(hit.start < other.end and other.start < hit.end for other in kept) or hit in kept:
                continue
            if not _cancelled(policy, compiled, reading, hit):
                kept.append(hit)
                found.append(
                    _finding(compiled, reading, hit, _severity(policy, compiled, reading, hit, base))
                )
    return found


def _cancelled(policy: CompiledPolicy, compiled: CompiledRule, reading: Reading, hit: Hit) -> bool:
    if compiled.rule.frames and policy.frames.around(reading, hit, compiled.rule.frames):
        return True
    return any(
        guard.within.holds(reading.words, hit, other)
        for guard in compiled.guards
        for other in guard.matcher.find(reading)
    )


def _severity(
    policy: CompiledPolicy, compiled: CompiledRule, reading: Reading, hit: Hit, base: Severity
) -> Severity:
    severity = base
    for to, matcher in compiled.raises:
        if to > severity and matcher.find(reading):
            severity = to
    for to, matcher in compiled.lowers:
        if to < severity and matcher.find(reading):
            severity = to
    if compiled.rule.softened_by and policy.frames.around(reading, hit, compiled.rule.softened_by):
        severity = _softer(severity)
    return severity


def _softer(severity: Severity) -> Severity:
    return Severity(max(Severity.ADVISE, severity - 1))


def _finding(compiled: CompiledRule, reading: Reading, hit: Hit, severity: Severity) -> Finding:
    rule = compiled.rule
    span = Span(*reading.words.folded.original_span(hit.start, hit.end)) if hit.first >= 0 else None
    return Finding(
        rule=rule.id,
        topic=rule.topic,
        severity=severity,
        span=span,
        message=rule.message,
        why=rule.why,
        fix=rule.fix,
        suggestions=_suggestions(compiled, reading, hit, span),
        clauses=compiled.clauses,
        reliability=rule.reliability,
    )


def _suggestions(
    compiled: CompiledRule, reading: Reading, hit: Hit, span: Span | None
) -> tuple[Suggestion, ...]:
    suggest, text = compiled.rule.suggest, reading.words.folded.original
    if suggest is None:
        return ()
    if suggest.how == "append":
        return (
            Suggestion(
                Span(len(text), len(text)), (" " if text and not text[-1].isspace() else "") + suggest.text
            ),
        )
    if span is None:
        return ()
    if suggest.scope == "sentence":
        span = _whole_sentence(reading, hit)
    if suggest.how == "replace":
        return (Suggestion(span, suggest.text),)
    return (Suggestion(_with_one_space(text, span), ""),)


def _whole_sentence(reading: Reading, hit: Hit) -> Span:
    """The sentence with its closing marks, in code points."""
    start, end = reading.words.folded.original_span(*reading.sentence_span(hit))
    text = reading.words.folded.original
    next_word = reading.words.sentence_words(max(hit.first, hit.last - 1))[1]
    limit = (
        reading.words.folded.original_span(reading.words.starts[next_word], reading.words.ends[next_word])[0]
        if next_word < len(reading.words)
        else len(text)
    )
    while end < limit and text[end] in ".!?…\"')”’»":
        end += 1
    return Span(start, end)


def _with_one_space(text: str, span: Span) -> Span:
    """Take one neighbouring space along, so that removing words leaves no double space."""
    if span.end < len(text) and text[span.end] == " " and (span.start == 0 or text[span.start - 1].isspace()):
        return Span(span.start, span.end + 1)
    if span.end == len(text) and span.start > 0 and text[span.start - 1] == " ":
        return Span(span.start - 1, span.end)
    return span


def _of_quoted(finding: Finding) -> Finding:
    """A finding in words of somebody else that are passed on: no place in the draft, and one step softer."""
    return Finding(
        finding.rule,
        finding.topic,
        _softer(finding.severity),
        None,
        finding.message,
        finding.why,
        finding.fix,
        (),
        finding.clauses,
        finding.reliability,
    )


def _order(finding: Finding) -> tuple[int, int, int, str]:
    span = finding.span or Span(1 << 30, 1 << 30)
    return span.start, span.end, -finding.severity, finding.rule


def _view(account: AccountContext, reading: AccountReading) -> AccountView:
    registered = account.registered if account.registered is not None else account.profile is Profile.OFFICIAL
    return AccountView(account.profile, registered, reading.has_disclaimer, reading.government_links)


def _tips(policy: CompiledPolicy, findings: Sequence[Finding], account: AccountContext) -> tuple[Tip, ...]:
    if not findings:
        return ()
    return tuple(
        Tip(tip.id, tip.text, policy.facts.ask if tip.contact else None)
        for tip in policy.tips
        if (not tip.profiles or account.profile.value in tip.profiles)
        and any(
            f.severity >= tip.from_severity and (not tip.topics or f.topic in tip.topics) for f in findings
        )
    )


def _not_checked(policy: CompiledPolicy, reading: Reading) -> tuple[str, ...]:
    said: list[str] = []
    language = _language(reading)
    if language and (rules := policy.rules_in(language)) * 2 < len(policy.rules):
        few = f"Only {rules} of {len(policy.rules)} rules cover" if rules else "No rule covers"
        said.append(f"{few} the language of this draft ({language}).")
    if reading.draft.media:
        said.append(PICTURES_NOT_READ)
    return tuple(said)


def _language(reading: Reading) -> str | None:
    """The draft's language as its writer says, else a guess where it does not read as English."""
    said = (reading.draft.language or "").partition("-")[0].lower()
    if said and said != "auto":
        return said
    if reads_as_english(reading.words.words):
        return None
    return guess_language(reading.draft.text)
