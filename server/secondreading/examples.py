"""A rule's examples are its tests: marked words are exactly the spans, and the fixed text is quiet."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from .check import check
from .domain import Draft, Finding, Report, Suggestion
from .policy.compile import CompiledPolicy
from .policy.model import Example, Rule


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """How one example went. `reason` says in words what differed; empty when it passed."""

    rule: str
    file: str
    line: int
    flags: bool
    text: str
    reason: str

    @property
    def passed(self) -> bool:
        return not self.reason


def run_examples(policy: CompiledPolicy, only: Container[str] | None = None) -> Iterator[ExampleResult]:
    """Run every example of every rule (or of the rules with the ids in `only`) through the whole policy."""
    for rule in policy.rules:
        for example in rule.examples if only is None or rule.id in only else ():
            yield ExampleResult(
                rule.id,
                rule.file,
                example.line,
                example.flags,
                example.draft.text,
                _reason(policy, rule, example),
            )


def _reason(policy: CompiledPolicy, rule: Rule, example: Example) -> str:
    found = [f for f in _report(policy, example, example.draft).findings if f.rule == rule.id]
    text = example.draft.text
    if not example.flags:
        marked = ", ".join(_quote(text, f) for f in found)
        return f"is flagged at {marked} but should be left alone" if found else ""
    if not found:
        return "is not flagged"
    wanted = sorted(example.spans)
    got = sorted(f.span for f in found if f.span)
    if wanted != got:
        return "marks " + ", ".join(_quote(text, f) for f in found) + " instead of the words in [[ ]]"
    if example.severity and all(f.severity is not example.severity for f in found):
        return f"comes at {found[0].severity.word}, not {example.severity.word}"
    return _fix_reason(policy, rule, example, found)


def _fix_reason(policy: CompiledPolicy, rule: Rule, example: Example, found: list[Finding]) -> str:
    if not found[0].suggestions:
        return ""
    fixed = apply_suggestions(example.draft.text, [f.suggestions[0] for f in found])
    if any(f.rule == rule.id for f in _report(policy, example, replace(example.draft, text=fixed)).findings):
        return f"is still flagged after its fix: {fixed!r}"
    return ""


def apply_suggestions(text: str, suggestions: list[Suggestion]) -> str:
    """The text with all suggestions applied, from the end backwards; overlapping ones are applied once."""
    limit = len(text) + 1
    for suggestion in sorted(set(suggestions), key=lambda s: s.span, reverse=True):
        if suggestion.span.end <= limit:
            text = text[: suggestion.span.start] + suggestion.text + text[suggestion.span.end :]
            limit = suggestion.span.start
    return text


def _report(policy: CompiledPolicy, example: Example, draft: Draft) -> Report:
    return check(policy, draft, example.account, example.moment)


def _quote(text: str, finding: Finding) -> str:
    return repr(text[finding.span.start : finding.span.end]) if finding.span else "the whole draft"
