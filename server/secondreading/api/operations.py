"""The description of one HTTP operation; each blueprint keeps a tuple of them beside its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Body:
    """A body's media type, the msgspec type it has (None: a form), and one that could be sent."""

    media_type: str
    shape: Any = None
    example: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method at one path. `scope` None: open to everybody; `problems`: the statuses it may answer."""

    method: str
    path: str
    summary: str
    description: str
    answer: Body
    scope: str | None = None
    body: Body | None = None
    problems: tuple[int, ...] = (500,)
