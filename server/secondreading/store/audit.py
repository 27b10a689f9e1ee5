"""The audit log: who did what, when, from which revision to which. Append-only, chained by hash.

Every entry holds the hash of the one before, so that whoever changes or removes one has to rewrite all
that follow; the counter `audit` tells when the last ones are gone.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from secondreading.store.counters import raise_counter
from secondreading.store.tables import audit

FIRST = "0" * 64
COUNTER = "audit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act. `subject` is what was acted on; `detail` holds plain JSON values."""

    actor: str
    action: str
    subject: str
    revision_from: int | None = None
    revision_to: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An entry as it stands in the log. `at` is epoch seconds, the hashes are SHA-256 in hex."""

    number: int
    at: int
    actor: str
    action: str
    subject: str
    revision_from: int | None
    revision_to: int | None
    detail: Mapping[str, Any]
    previous: str
    hash: str


def append_entry(connection: Connection, entry: Entry) -> Logged:
    """Write one entry in the caller's transaction, which has to hold the writer's lock."""
    last = connection.execute(
        select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    ).first()
    values: dict[str, Any] = {
        "number": (last.number if last else 0) + 1,
        "at": int(time.time()),
        "actor": entry.actor[:200],
        "action": entry.action,
        "subject": entry.subject[:300],
        "revision_from": entry.revision_from,
        "revision_to": entry.revision_to,
        "detail": json.dumps(dict(entry.detail), sort_keys=True, ensure_ascii=False),
        "previous": last.hash if last else FIRST,
    }
    values["hash"] = chain_hash(values)
    connection.execute(insert(audit).values(values))
    raise_counter(connection, COUNTER)
    return _logged(values)


def read_entries(connection: Connection, *, before: int | None = None, limit: int = 100) -> list[Logged]:
    """Entries from the newest down, those below number `before` where it is given."""
    asked = select(audit).order_by(audit.c.number.desc()).limit(limit)
    if before is not None:
        asked = asked.where(audit.c.number < before)
    return [_logged(row) for row in connection.execute(asked).mappings()]


def entry_rows(connection: Connection) -> Iterator[Mapping[str, Any]]:
    """Every row of the log as it stands in the store, from the first on."""
    for row in connection.execute(select(audit).order_by(audit.c.number)).mappings():
        yield {**row}


def chain_hash(values: Mapping[str, Any]) -> str:
    """The hash of an entry's row, which covers the hash of the one before."""
    names = (
        "number",
        "at",
        "actor",
        "action",
        "subject",
        "revision_from",
        "revision_to",
        "detail",
        "previous",
    )
    canonical = json.dumps([values[name] for name in names], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _logged(row: Mapping[str, Any] | RowMapping) -> Logged:
    return Logged(**{**row, "detail": json.loads(row["detail"])})
