"""Revisions: immutable, numbered states of the whole policy, each with author and reason."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select

from secondreading.store.tables import revision


class Source(StrEnum):
    """Where a revision came from: the packaged rules, or somebody in the city."""

    PACK = "pack"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of the policy. `files` maps a path below `policy_rules/` to its YAML text."""

    number: int
    files: Mapping[str, str]
    content_hash: str
    source: Source
    author: str
    reason: str
    created_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A state of the policy that is not stored yet."""

    files: Mapping[str, str]
    source: Source
    author: str
    reason: str


def content_hash(files: Mapping[str, str]) -> str:
    """SHA-256 (hex) of the files, independent of their order."""
    canonical = json.dumps(dict(files), sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(canonical).hexdigest()


def newest_number(connection: Connection) -> int:
    """The newest revision's number, 0 in an empty store."""
    return int(connection.execute(select(func.coalesce(func.max(revision.c.number), 0))).scalar_one())


def newest_revision(connection: Connection) -> Revision | None:
    """The revision that is in force, None in an empty store."""
    row = connection.execute(select(revision).order_by(revision.c.number.desc()).limit(1)).mappings().first()
    return None if row is None else Revision(**{**row, "source": Source(row["source"])})


def add_revision(connection: Connection, change: Change) -> int:
    """Store `change` as the next revision and return its number.

    Two writers that race for a number: one of them gets an IntegrityError, never a lost state.
    """
    number = newest_number(connection) + 1
    connection.execute(
        insert(revision).values(
            number=number,
            files=dict(change.files),
            content_hash=content_hash(change.files),
            source=change.source.value,
            author=change.author,
            reason=change.reason,
            created_at=int(time.time()),
        )
    )
    return number
