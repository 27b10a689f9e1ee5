"""Why a change is not made, in words and places for the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secondreading.policy.errors import PolicyError


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is wrong. `path` is like `examples[1].flag`, `line` counts from 1 (0: the whole file)."""

    path: str
    message: str
    mend: str
    file: str = ""
    line: int = 0


class Refused(ValueError):
    """A change that would leave the policy worse than it is; everything that is wrong with it at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("; ".join(f"{r.path or r.file}: {r.message}" for r in self.refusals))


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """What somebody else did in the meantime. `revision` 0 for the register, which has none."""

    revision: int
    author: str
    at: int
    reason: str


class Stale(Exception):
    """The thing was changed since it was read: by whom, and the difference as a unified diff."""

    def __init__(self, changes: Sequence[ChangeMade], difference: str, etag: str) -> None:
        self.changes, self.difference, self.etag = tuple(changes), difference, etag
        super().__init__("changed in the meantime")


class Missing(LookupError):
    """What is asked for is not there. The message says what."""


class Taken(ValueError):
    """A new thing has the name of one that is there. The message says which."""


def refusals_of(errors: Iterable[PolicyError]) -> list[Refusal]:
    return [Refusal(path_words(e.place), e.message, e.mend, e.file, e.line) for e in errors]


def refusal(path: str, message: str, mend: str) -> Refused:
    return Refused([Refusal(path, message, mend)])


def path_words(place: Iterable[str | int]) -> str:
    """`("examples", 1, "flag")` as `examples[1].flag`."""
    words = ""
    for step in place:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words
