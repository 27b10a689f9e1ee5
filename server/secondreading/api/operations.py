"""The description of one HTTP operation; each blueprint keeps a tuple of them beside its code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Body:
    """A body's media type, the msgspec type it has (None: a form), and one that could be sent."""

    media_type: str
    shape: Any = None
    example: Any = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the path (`place` path), of the query, or a header. `shape` is a JSON schema."""

    name: str
    description: str
    place: str = "query"
    shape: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method at one path. `scope` None: open to everybody; `problems`: the statuses it may answer.

    `status` is that of a good answer; `versioned`: it carries an ETag; `permission`: which of `roles.py`
    the token's role has to have.
    """

    method: str
    path: str
    summary: str
    description: str
    answer: Body | None
    scope: str | None = None
    body: Body | None = None
    problems: tuple[int, ...] = (500,)
    parameters: tuple[Parameter, ...] = ()
    status: int = 200
    versioned: bool = False
    permission: str | None = None
