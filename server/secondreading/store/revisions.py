"""Revisions: immutable, numbered states of the whole policy, each with author and reason."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, null, select

from secondreading.store.audit import Entry, append_entry
from secondreading.store.publications import Timing, in_force_number, publish
from secondreading.store.tables import policy_file, revision

Manifest = Mapping[str, str]


class Source(StrEnum):
    """Where a revision came from: the packaged rules, somebody in the city, or a merge of the two.

    `carry` brings a change into a state that is planned or holds for a window.
    """

    PACK = "pack"
    CITY = "city"
    IMPORT = "import"
    ROLLBACK = "rollback"
    MERGE = "merge"
    CARRY = "carry"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionHead:
    """A revision without its texts. `manifest` maps a path to the hash of the text there."""

    number: int
    manifest: Manifest
    content_hash: str
    parent: int | None
    source: Source
    author: str
    reason: str
    created_at: int
    pack_manifest: Manifest | None = None
    pack_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """One state of the policy. `files` maps a path below `policy_rules/` to its YAML text."""

    head: RevisionHead
    files: Mapping[str, str]

    @property
    def number(self) -> int:
        return self.head.number

    @property
    def source(self) -> Source:
        return self.head.source

    @property
    def author(self) -> str:
        return self.head.author

    @property
    def reason(self) -> str:
        return self.head.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A state of the policy that is not stored yet; `parent` is the revision it was made from.

    `pack`: the files of the standard pack that this state takes in, if it does.
    """

    files: Mapping[str, str]
    source: Source
    author: str
    reason: str
    parent: int | None = None
    pack: Mapping[str, str] | None = None


def text_hash(text: str) -> str:
    """SHA-256 (hex) of one file's text; also its version for those who edit it."""
    return hashlib.sha256(text.encode()).hexdigest()


def manifest_of(files: Mapping[str, str]) -> dict[str, str]:
    return {path: text_hash(text) for path, text in files.items()}


def manifest_hash(manifest: Manifest) -> str:
    return text_hash(json.dumps(dict(manifest), sort_keys=True, ensure_ascii=False))


def content_hash(files: Mapping[str, str]) -> str:
    """SHA-256 (hex) of the files, independent of their order."""
    return manifest_hash(manifest_of(files))


def newest_number(connection: Connection) -> int:
    """The newest revision's number, 0 in an empty store. It need not be in force yet."""
    return int(connection.execute(select(func.coalesce(func.max(revision.c.number), 0))).scalar_one())


def read_head(connection: Connection, number: int) -> RevisionHead | None:
    row = connection.execute(select(revision).where(revision.c.number == number)).mappings().first()
    return None if row is None else _head(row)


def read_heads(connection: Connection, *, before: int | None = None, limit: int = 50) -> list[RevisionHead]:
    """Revisions from the newest down, those below `before` where it is given."""
    asked = select(revision).order_by(revision.c.number.desc()).limit(limit)
    if before is not None:
        asked = asked.where(revision.c.number < before)
    return [_head(row) for row in connection.execute(asked).mappings()]


def read_revision(connection: Connection, number: int) -> Revision | None:
    head = read_head(connection, number)
    return None if head is None else Revision(head, read_files(connection, head.manifest))


def need(found: Revision | None) -> Revision:
    """A revision that has to be there, because something in the store names it."""
    if found is None:
        raise LookupError("the store names a revision that it does not hold")
    return found


def newest_revision(connection: Connection, now: float | None = None) -> Revision | None:
    """The revision that is in force at `now` (epoch seconds; None: this moment), None in an empty store."""
    number = in_force_number(connection, time.time() if now is None else now)
    return read_revision(connection, number) if number else None


def read_files(connection: Connection, manifest: Manifest) -> dict[str, str]:
    """The texts of a manifest by path. Raises LookupError for a text that is gone."""
    texts = read_texts(connection, manifest.values())
    return {path: texts[name] for path, name in manifest.items()}


def read_texts(connection: Connection, hashes: Iterable[str]) -> dict[str, str]:
    """Texts by hash. Asked in pieces, because a statement takes only so many values."""
    names, found = sorted(set(hashes)), {}
    for start in range(0, len(names), 200):
        part = names[start : start + 200]
        rows = connection.execute(select(policy_file).where(policy_file.c.hash.in_(part)))
        found.update({row.hash: row.text for row in rows})
    return found


def add_revision(connection: Connection, change: Change, timing: Timing | None = None) -> int:
    """Store `change` as the next revision, publish it (None: now, for good), and write both down.

    Everything happens in the caller's transaction: all of it is there afterwards, or nothing.
    Two writers that race for a number: one of them gets an IntegrityError, never a lost state.
    """
    at, before = int(time.time()), in_force_number(connection)
    parent = change.parent if change.parent is not None else (before or None)
    number = _store(connection, change, parent, at)
    timing = publish(connection, number, timing, author=change.author, at=at)
    detail = {
        "reason": change.reason,
        "content_hash": content_hash(change.files),
        "starts_at": timing.starts_at,
        "ends_at": timing.ends_at,
    }
    entry = Entry(
        actor=change.author,
        action=f"revision.{change.source.value}",
        subject=f"revision {number}",
        revision_from=parent,
        revision_to=number,
        detail=detail,
    )
    append_entry(connection, entry)
    return number


def _store(connection: Connection, change: Change, parent: int | None, at: int) -> int:
    number, manifest = newest_number(connection) + 1, manifest_of(change.files)
    store_texts(connection, [*change.files.values(), *(change.pack or {}).values()])
    connection.execute(
        insert(revision).values(
            number=number,
            manifest=manifest,
            content_hash=manifest_hash(manifest),
            parent=parent,
            source=change.source.value,
            author=change.author,
            reason=change.reason,
            created_at=at,
            pack_manifest=null() if change.pack is None else manifest_of(change.pack),
            pack_hash=None if change.pack is None else content_hash(change.pack),
        )
    )
    return number


def pack_was_seen(connection: Connection, files: Mapping[str, str]) -> bool:
    """Whether a revision took in exactly this pack already."""
    asked = select(revision.c.number).where(revision.c.pack_hash == content_hash(files)).limit(1)
    return connection.execute(asked).first() is not None


def latest_pack(connection: Connection) -> Manifest | None:
    """The manifest of the pack that was taken in last."""
    asked = select(revision.c.pack_manifest).where(revision.c.pack_hash.is_not(None))
    found = connection.execute(asked.order_by(revision.c.number.desc()).limit(1)).scalar()
    return dict(found) if found else None


def store_texts(connection: Connection, texts: Iterable[str]) -> None:
    """Keep texts under their hashes; those that are there already cost nothing."""
    wanted = {text_hash(text): text for text in texts}
    known = read_texts(connection, wanted)
    missing: list[dict[str, Any]] = [
        {"hash": name, "text": text} for name, text in wanted.items() if name not in known
    ]
    if missing:
        connection.execute(insert(policy_file), missing)


def _head(row: RowMapping) -> RevisionHead:
    return RevisionHead(**{**row, "source": Source(row["source"])})
