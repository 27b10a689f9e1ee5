"""From a `Policy` to the form in which it is checked: one pass over a text finds which rules can speak at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from ..domain import AccountContext, Clause, Moment, PolicyStamp, Profile, Role, Severity
from ..matchers.base import Matcher, MatchError
from ..matchers.closeness import Within, read_within
from ..matchers.frames import Cue, Frames
from ..matchers.links import LinkClasses
from ..matchers.reading import AccountReading, Tools
from .build import PolicyBuilder
from .errors import PolicyError, PolicyErrors
from .model import Facts, Place, Policy, Rule, TipText

T = TypeVar("T")
DISCLAIMER_LIST = "disclaimer"
ACCOUNTS_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Guard:
    """A match that cancels a finding when it holds within reach of it."""

    matcher: Matcher
    within: Within


@dataclass(frozen=True, slots=True)
class CompiledRule:
    rule: Rule
    matcher: Matcher
    guards: tuple[Guard, ...]
    raises: tuple[tuple[Severity, Matcher], ...]
    lowers: tuple[tuple[Severity, Matcher], ...]
    clauses: tuple[Clause, ...]


class CompiledPolicy:
    """A policy ready to check with. Immutable once made; safe between threads."""

    def __init__(self, policy: Policy, stamp: PolicyStamp, tools: Tools, frames: Frames, rules: Sequence[CompiledRule]) -> None:
        self.policy, self.stamp, self.tools, self.frames = policy, stamp, tools, frames
        self.compiled_rules = tuple(rules)
        self._severities = {
            (profile, role): {r.rule.id: severity for r in rules if (severity := r.rule.severity(profile, role))} for profile in Profile for role in Role
        }
        self._by_trigger: dict[int, list[int]] = {}
        for at, compiled in enumerate(rules):
            for trigger in compiled.matcher.triggers or ():
                self._by_trigger.setdefault(trigger, []).append(at)
        self._always = [at for at, compiled in enumerate(rules) if compiled.matcher.triggers is None]
        self.account_reading: Callable[[AccountContext, Moment], AccountReading] = lru_cache(ACCOUNTS_REMEMBERED)(
            lambda account, moment: AccountReading(tools, account, moment)
        )

    @property
    def rules(self) -> tuple[Rule, ...]:
        return self.policy.rules

    @property
    def facts(self) -> Facts:
        return self.policy.facts

    @property
    def tips(self) -> tuple[TipText, ...]:
        return self.policy.tips

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(sorted({rule.language for rule in self.policy.rules}))

    def severities(self, profile: Profile, role: Role) -> dict[str, Severity]:
        """Rule id to severity, for the rules that apply to this profile and role."""
        return self._severities[profile, role]

    def candidates(self, numbers: Sequence[int], *, text_only: bool = False) -> list[CompiledRule]:
        """The rules that these hits announce, and those that nothing in a text announces, in the policy's order."""
        by_trigger = self._by_trigger
        found = set() if text_only else set(self._always)
        for number in numbers:
            if number in by_trigger:
                found.update(by_trigger[number])
        return [self.compiled_rules[at] for at in sorted(found)]


def compile_policy(policy: Policy, stamp: PolicyStamp) -> CompiledPolicy:
    """Compile a policy. Raises `PolicyErrors` with every rule, list and frame that cannot be built."""
    work = _Compilation(policy)
    if work.errors:
        raise PolicyErrors(work.errors)
    return CompiledPolicy(policy, stamp, work.tools, work.frames, work.rules)


def compile_errors(policy: Policy) -> list[PolicyError]:
    """What `compile_policy` would complain of."""
    return _Compilation(policy).errors


class _Compilation:
    def __init__(self, policy: Policy) -> None:
        self.errors: list[PolicyError] = []
        self.builder = PolicyBuilder(policy.words)
        for words in policy.words:
            self._attempt(words.file, words.lines, words.path, lambda words=words: self.builder.add_list(words))  # type: ignore[misc]
        rules = [self._rule(policy, rule) for rule in policy.rules]
        self.rules = [rule for rule in rules if rule is not None]
        self.frames = Frames(self._cues(policy))
        disclaimer = self.builder.leaf([f"{{{DISCLAIMER_LIST}}}"]) if DISCLAIMER_LIST in self.builder.known_lists else 0
        self.builder.seal()
        self.tools = Tools(self.builder.lexicon, self.builder.patterns, LinkClasses(policy.facts.link_classes), disclaimer)

    def _rule(self, policy: Policy, rule: Rule) -> CompiledRule | None:
        def built(path: Place, make: Callable[[], T]) -> T | None:
            return self._attempt(rule.file, rule.lines, path, make)

        matcher = built(("match",), lambda: self.builder.matcher(rule.match)) if rule.match is not None else None
        guards = [built(("unless", at), lambda value=value: self._guard(value)) for at, value in enumerate(rule.unless)]  # type: ignore[misc]
        raises = [(step.to, built(step.line_path, lambda step=step: self.builder.matcher(step.when))) for step in rule.raises]  # type: ignore[misc]
        lowers = [(step.to, built(step.line_path, lambda step=step: self.builder.matcher(step.when))) for step in rule.lowers]  # type: ignore[misc]
        if matcher is None or None in guards:
            return None
        return CompiledRule(
            rule,
            matcher,
            tuple(g for g in guards if g),
            tuple((to, m) for to, m in raises if m),
            tuple((to, m) for to, m in lowers if m),
            tuple(policy.clauses[c] for c in rule.clauses if c in policy.clauses),
        )

    def _guard(self, value: object) -> Guard:
        if not isinstance(value, dict):
            raise MatchError("a guard needs a matcher", "write - terms: [words that make it fine]")
        rest = {key: item for key, item in value.items() if key != "within"}
        return Guard(self.builder.matcher(rest), read_within(value.get("within", "sentence")))

    def _cues(self, policy: Policy) -> dict[str, list[Cue]]:
        cues: dict[str, list[Cue]] = {}
        for cue in policy.cues:
            made = self._attempt(
                cue.file, cue.lines, cue.path, lambda cue=cue: Cue(self.builder.leaf(cue.words), cue.side, read_within(cue.within))  # type: ignore[misc]
            )
            if made:
                cues.setdefault(cue.frame, []).append(made)
        return cues

    def _attempt(self, file: str, lines: Mapping[Place, int], path: Place, make: Callable[[], T]) -> T | None:
        try:
            return make()
        except MatchError as fault:
            place: Place = (*path, *fault.path)
            while place and place not in lines:
                place = place[:-1]
            self.errors.append(PolicyError(file, lines.get(place, 0), fault.problem, fault.mend))
            return None
