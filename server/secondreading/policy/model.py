"""A city's policy as data: rules, word lists, frames, documents and facts, read but not yet compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from secondreading.domain import (
    AccountContext,
    Clause,
    Draft,
    Moment,
    Profile,
    Reliability,
    Role,
    Severity,
    Span,
)

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that the rule must flag (with exactly these spans) or must leave alone.

    `spans` are code points; empty for a finding that stands under no words.
    """

    flags: bool
    draft: Draft
    account: AccountContext
    moment: Moment
    spans: tuple[Span, ...] = ()
    severity: Severity | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Suggest:
    """The one-click fix: how to change the draft around a finding. `how` is remove, replace or append."""

    how: str
    text: str = ""
    scope: str = "match"  # match or sentence


@dataclass(frozen=True, slots=True)
class Step:
    """An escalator: under these circumstances the severity becomes `to` (never past it)."""

    to: Severity
    when: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file. `match`, `unless` and the escalators' `when` stay plain data until compilation."""

    id: str
    file: str
    title: str
    language: str
    trial: bool
    severities: Mapping[str, Severity | None]
    reliability: Reliability
    clauses: tuple[str, ...]
    message: str
    why: str
    fix: str
    match: Any
    unless: tuple[Any, ...] = ()
    frames: tuple[str, ...] = ()
    softened_by: tuple[str, ...] = ()
    raises: tuple[Step, ...] = ()
    lowers: tuple[Step, ...] = ()
    suggest: Suggest | None = None
    # Topics or rules whose findings on the same words make this rule's superfluous.
    yields_to: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    lines: Mapping[Place, int] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        return self.id.partition(".")[0]

    def severity(self, profile: Profile, role: Role) -> Severity | None:
        """The severity for a profile and role; None where the rule does not apply.

        Most particular first: profile/role, profile, role, `*`. A campaign account counts as a personal
        one unless the rule says otherwise; an unknown one gets the softer of official and personal.
        """
        if profile is Profile.UNKNOWN:
            possible = [
                s for p in (Profile.OFFICIAL, Profile.PERSONAL) if (s := self.severity(p, role)) is not None
            ]
            found = min(possible, default=None)
        else:
            found = self._named(profile.value, role.value)
        return Severity.ADVISE if found and self.trial else found

    def _named(self, profile: str, role: str) -> Severity | None:
        keys = [f"{profile}/{role}", profile]
        if profile == Profile.CAMPAIGN.value:
            keys += [f"personal/{role}", "personal"]
        for key in (*keys, role, "*"):
            if key in self.severities:
                return self.severities[key]
        return None


@dataclass(frozen=True, slots=True)
class WordList:
    """Phrases under a name, for `{name}` in rules. `fuzzy` lists are also found in disguise."""

    name: str
    words: tuple[str, ...]
    fuzzy: bool
    file: str
    lines: Mapping[Place, int] = field(default_factory=dict)
    place: Place = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """Learned weights of words and pairs of words, and the limit from which they speak, in hundredths."""

    name: str
    weights: Mapping[str, int]
    limit: int
    file: str


@dataclass(frozen=True, slots=True)
class FrameCue:
    """Phrases that set up a frame, the side of the hit on which they count, and how near."""

    frame: str
    side: str
    within: str
    words: tuple[str, ...]
    file: str
    lines: Mapping[Place, int]
    place: Place


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Facts:
    """What the city says of itself. Names and matters have become word lists."""

    city_name: str
    time_zone: str
    handles: tuple[str, ...] = ()
    ask: str | None = None
    allowed_origins: tuple[str, ...] = ()
    election_periods: tuple[Period, ...] = ()
    link_classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_election_period(self, day: date) -> bool:
        return any(period.holds(day) for period in self.election_periods)


@dataclass(frozen=True, slots=True)
class TipText:
    """Guidance without severity, shown when a finding reaches `from_severity`.

    Empty profiles or topics mean all of them.
    """

    id: str
    text: str
    from_severity: Severity
    contact: bool = False
    profiles: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Modifier:
    """What changes findings after the rules: `touches`, `spares` and `drop` name topics or rule ids.

    `cap` is the most and `floor` the least severity of a touched finding; `add` is a line for its why.
    """

    id: str
    when: Any
    touches: tuple[str, ...]
    spares: tuple[str, ...]
    from_severity: Severity
    add: str
    cap: Severity | None
    floor: Severity | None
    drop: tuple[str, ...]
    file: str
    lines: Mapping[Place, int]
    place: Place


@dataclass(frozen=True, slots=True)
class Policy:
    rules: tuple[Rule, ...]
    words: tuple[WordList, ...]
    cues: tuple[FrameCue, ...]
    clauses: Mapping[str, Clause]
    facts: Facts
    tips: tuple[TipText, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    wordings: tuple[Wording, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by clause: what answers it
