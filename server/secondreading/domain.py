"""The words of this project as frozen values. Imports nothing of ours.

Offsets in a `Span` count Unicode code points of the draft's text, half-open
`[start, end)`. The wire counts UTF-16 code units; `api/wire.py` converts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How loudly a finding speaks. `CONFIRM` asks for a tick; nothing ever forbids a post."""

    ADVISE = 1
    WARN = 2
    CONFIRM = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Profile(StrEnum):
    OFFICIAL = "official"
    PERSONAL = "personal"
    CAMPAIGN = "campaign"
    UNKNOWN = "unknown"


class Role(StrEnum):
    ELECTED = "elected"
    SENIOR_STAFF = "senior_staff"
    STAFF = "staff"
    POLICE = "police"


class Action(StrEnum):
    POST = "post"
    REPLY = "reply"
    REPOST = "repost"
    QUOTE = "quote"
    EDIT = "edit"
    DELETE_POST = "delete_post"
    HIDE_COMMENT = "hide_comment"
    DELETE_COMMENT = "delete_comment"
    BLOCK_USER = "block_user"


class Reliability(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range `[start, end)` of the draft's text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Media:
    """An attached picture or video. `alt` is its alternative text, empty when nobody wrote one."""

    kind: str
    alt: str = ""
    taken_on_duty: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    text: str
    platform: str = "other"
    action: Action = Action.POST
    quoted_text: str | None = None
    media: tuple[Media, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True)
class AccountContext:
    """Facts of the posting account. `registered` is None until the profile register was asked."""

    profile: Profile = Profile.UNKNOWN
    role: Role = Role.STAFF
    handle: str = ""
    display_name: str = ""
    bio: str = ""
    links: tuple[str, ...] = ()
    avatar_alt: str = ""
    registered: bool | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When a check happens. The core has no clock: the caller says the day, in the city's time zone.

    `election_period` None means: read it from the city's election calendar.
    """

    today: date
    election_period: bool | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """The place in a policy document that a rule enforces."""

    id: str
    document: str
    clause: str
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Replace `span` by `text`; an empty text takes the words out."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a careful policy officer would point out. `span` is None for account, media or action."""

    rule: str
    topic: str
    severity: Severity
    span: Span | None
    message: str
    why: str
    fix: str
    suggestions: tuple[Suggestion, ...]
    clauses: tuple[Clause, ...]
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class Tip:
    id: str
    text: str
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class AccountView:
    """What the check made of the account: the facts that decided, to be shown to the writer."""

    profile: Profile
    registered: bool
    has_disclaimer: bool
    government_links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyStamp:
    """Which policy answered: its id and the number of the revision."""

    id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one check. `not_checked` says in words what was left out, and why."""

    policy: PolicyStamp
    account: AccountView
    findings: tuple[Finding, ...] = ()
    tips: tuple[Tip, ...] = ()
    not_checked: tuple[str, ...] = field(default=())

    @property
    def status(self) -> str:
        return "partial" if self.not_checked else "checked"
