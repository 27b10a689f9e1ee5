"""From a `Policy` to the form in which it checks: one pass over a text finds which rules can speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from secondreading.domain import AccountContext, Clause, Moment, PolicyStamp, Profile, Role, Severity
from secondreading.matchers.base import MatchError
from secondreading.matchers.closeness import Within, read_within
from secondreading.matchers.frames import Cue, Frames
from secondreading.matchers.links import LinkClasses
from secondreading.matchers.phrases import forget_words
from secondreading.matchers.protocols import Matcher
from secondreading.matchers.reading import AccountReading, Tools

from .build import PolicyBuilder
from .candidates import Candidates, alternatives_of
from .errors import PolicyError, PolicyErrors
from .model import Facts, FrameCue, Modifier, Place, Policy, Rule, Step, TipText

T = TypeVar("T")
DISCLAIMER_LIST = "disclaimer"
ACCOUNTS_REMEMBERED = 256
KINDS_OF_ACCOUNT_REMEMBERED = 32


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


Speaker = tuple[CompiledRule, Severity]


class CompiledPolicy:
    """A policy ready to check with. Immutable once made; safe between threads."""

    def __init__(self, policy: Policy, stamp: PolicyStamp, work: _Compilation) -> None:
        rules, tools = work.rules, work.tools
        self.policy, self.stamp, self.tools, self.frames = policy, stamp, tools, work.frames
        self.compiled_rules, self.modifiers = tuple(rules), tuple(work.modifiers)
        self.trials = frozenset(rule.id for rule in policy.rules if rule.trial)
        self._rules_in = Counter(rule.language for rule in policy.rules)
        self.yields = {rule.id: rule.yields_to for rule in policy.rules if rule.yields_to}
        self._alternatives = [
            alternative
            for at, compiled in enumerate(rules)
            for alternative in alternatives_of(at, compiled.matcher)
        ]
        self._read_accounts = lru_cache(ACCOUNTS_REMEMBERED)(self._read_account)
        self.read_account: Callable[[AccountContext, Moment], tuple[AccountReading, Candidates[Speaker]]] = (
            self._read_accounts
        )
        # Accounts differ in thousands of ways and rules ask for a few of them, so that most share this.
        self._candidates = lru_cache(KINDS_OF_ACCOUNT_REMEMBERED)(self._candidates_of)

    def forget_accounts(self) -> None:
        """Drop what is remembered of accounts: those of the rules' examples never come again."""
        self._read_accounts.cache_clear()
        self._candidates.cache_clear()

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

    def rules_in(self, language: str) -> int:
        """How many rules are written for a language (ISO 639-1)."""
        return self._rules_in[language]

    def _read_account(
        self, account: AccountContext, moment: Moment
    ) -> tuple[AccountReading, Candidates[Speaker]]:
        """An account as matchers see it, and the rules that may speak for it."""
        reading = AccountReading(self.tools, account, moment)
        holding = tuple([alternative.may_hold(reading) for alternative in self._alternatives])
        return reading, self._candidates(account.profile, account.role, holding)

    def _candidates_of(self, profile: Profile, role: Role, holding: tuple[bool, ...]) -> Candidates[Speaker]:
        speakers: dict[int, Speaker] = {}
        for at, compiled in enumerate(self.compiled_rules):
            if severity := compiled.rule.severity(profile, role):
                speakers[at] = compiled, severity
        alternatives = zip(self._alternatives, holding, strict=True)
        return Candidates(speakers, [one for one, holds in alternatives if holds and one.at in speakers])


def compile_policy(policy: Policy, stamp: PolicyStamp) -> CompiledPolicy:
    """Compile a policy. Raises `PolicyErrors` with every rule, list and frame that cannot be built."""
    work = _Compilation(policy)
    forget_words()
    if work.errors:
        raise PolicyErrors(work.errors)
    return CompiledPolicy(policy, stamp, work)


class _Part(Protocol):
    """What was read from a file: a rule, a word list, a frame's cue."""

    @property
    def file(self) -> str: ...

    @property
    def lines(self) -> Mapping[Place, int]: ...


class _Compilation:
    def __init__(self, policy: Policy) -> None:
        self.errors: list[PolicyError] = []
        self.builder = PolicyBuilder(policy.words, policy.wordings)
        for words in policy.words:
            self._attempt(words, words.place, self.builder.add_list, words)
        rules = [self._rule(policy, rule) for rule in policy.rules]
        self.rules = [rule for rule in rules if rule is not None]
        self.modifiers = [(m, self._modifier(m)) for m in policy.modifiers]
        self.frames = Frames(self._cues(policy))
        known = DISCLAIMER_LIST in self.builder.known_lists
        disclaimer = self.builder.leaf([f"{{{DISCLAIMER_LIST}}}"]) if known else 0
        self.builder.seal()
        links = LinkClasses(policy.facts.link_classes)
        self.tools = Tools(
            self.builder.lexicon, self.builder.patterns, links, self.builder.wordings, disclaimer
        )

    def _rule(self, policy: Policy, rule: Rule) -> CompiledRule | None:
        if rule.match is None:
            return None
        matcher = self._attempt(rule, ("match",), self.builder.matcher, rule.match)
        guards = [
            self._attempt(rule, ("unless", at), self._guard, value) for at, value in enumerate(rule.unless)
        ]
        raises, lowers = self._steps(rule, rule.raises), self._steps(rule, rule.lowers)
        clauses = tuple(policy.clauses[clause] for clause in rule.clauses if clause in policy.clauses)
        if matcher is None:
            return None
        return CompiledRule(rule, matcher, tuple(guard for guard in guards if guard), raises, lowers, clauses)

    def _steps(self, rule: Rule, steps: Sequence[Step]) -> tuple[tuple[Severity, Matcher], ...]:
        built = [
            (step.to, self._attempt(rule, step.place, self.builder.matcher, step.when)) for step in steps
        ]
        return tuple((to, matcher) for to, matcher in built if matcher is not None)

    def _modifier(self, modifier: Modifier) -> Matcher | None:
        if modifier.when is None:
            return None
        return self._attempt(modifier, modifier.place, self.builder.matcher, modifier.when)

    def _guard(self, value: object) -> Guard:
        if not isinstance(value, dict):
            raise MatchError("a guard needs a matcher", "write - terms: [words that make it fine]")
        rest = {key: item for key, item in value.items() if key != "within"}
        return Guard(self.builder.matcher(rest), read_within(value.get("within", "sentence")))

    def _cues(self, policy: Policy) -> dict[str, list[Cue]]:
        cues: dict[str, list[Cue]] = {}
        for cue in policy.cues:
            made = self._attempt(cue, cue.place, self._cue, cue)
            if made:
                cues.setdefault(cue.frame, []).append(made)
        return cues

    def _cue(self, cue: FrameCue) -> Cue:
        return Cue(self.builder.leaf(cue.words), cue.side, read_within(cue.within))

    def _attempt(self, part: _Part, place: Place, make: Callable[..., T], *values: object) -> T | None:
        """Build one part; what is wrong with it becomes an error at its line in its file."""
        try:
            return make(*values)
        except MatchError as fault:
            place = (*place, *fault.path)
            while place and place not in part.lines:
                place = place[:-1]
            line = part.lines.get(place, 0)
            self.errors.append(PolicyError(part.file, line, fault.problem, fault.mend, place))
            return None
