"""What goes into the desk and comes out of it. Times are epoch seconds, spans code points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from secondreading.desk.errors import Refusal
from secondreading.domain import Span
from secondreading.register import RegisteredProfile
from secondreading.store.publications import Timing


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changes something, why, and when it shall count: at once where neither time is given.

    `starts_at` alone: from then on; `ends_at` as well: for a window, after which the state before returns.
    """

    actor: str
    reason: str
    starts_at: int | None = None
    ends_at: int | None = None

    @property
    def timing(self) -> Timing:
        return Timing(starts_at=self.starts_at, ends_at=self.ends_at)


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule of the standing policy: `text` is its YAML, `data` the same as plain values."""

    id: str
    topic: str
    file: str
    title: str
    status: str
    language: str
    severities: Mapping[str, str]
    clauses: tuple[str, ...]
    text: str
    data: Mapping[str, Any]
    etag: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One YAML file of the standing policy."""

    path: str
    text: str
    etag: str


@dataclass(frozen=True, slots=True)
class FactSheet:
    """All facts of one kind, each with the fields that `fact_kinds.py` names."""

    kind: str
    entries: tuple[Mapping[str, Any], ...]
    etag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionView:
    """A revision and what became of it.

    `state`: `in force`, `standing` (counts again when the window ends), `planned`, `past`, `withdrawn`.
    `publication` is the id of its last publication, `changed` the paths that differ from its parent.
    """

    number: int
    parent: int | None
    source: str
    author: str
    reason: str
    created_at: int
    state: str
    starts_at: int | None
    ends_at: int | None
    publication: int | None
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileDifference:
    """A unified diff of one file, line by line."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictView:
    """What a merge could not decide: the texts before, of the city, and of the other side."""

    id: int
    revision: int
    path: str
    note: str
    base: str | None
    ours: str | None
    theirs: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The revision that a change made, the new version of what was changed, and which revision counts now."""

    revision: int
    etag: str
    in_force: int
    conflicts: tuple[ConflictView, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileView:
    """One account of the register with its version."""

    entry: RegisteredProfile
    etag: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in a sample text; `span` None where it stands under no words."""

    rule: str
    severity: str
    span: Span | None
    message: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class PostChange:
    """A post of the open corpus that a change would flag, or would no longer flag."""

    text: str
    profile: str
    role: str
    spans: tuple[Span, ...]
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A pasted text with all findings before and after the change. Never stored."""

    text: str
    before: tuple[Mark, ...]
    after: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`refusals`: why the change could not be published; where it does not even load, nothing else is told.

    `posts` is how many posts of the corpus were checked.
    """

    refusals: tuple[Refusal, ...]
    newly_flagged: tuple[PostChange, ...] = ()
    newly_passed: tuple[PostChange, ...] = ()
    posts: int = 0
    texts: tuple[TextChange, ...] = ()
