"""What merges could not decide, kept until somebody settles it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select, update

from secondreading.policy.merge import Clash
from secondreading.store.revisions import store_texts, text_hash
from secondreading.store.tables import conflict

OPEN, SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class Conflict:
    """One file of one revision. The hashes name texts; None where a side has no such file."""

    id: int
    revision: int
    path: str
    base_hash: str | None
    ours_hash: str | None
    theirs_hash: str | None
    note: str
    state: str
    settled_by: str
    settled_at: int | None


def add_conflicts(connection: Connection, revision: int, clashes: Sequence[Clash]) -> None:
    """Keep what a merge into `revision` left open, with the texts of all three sides."""
    for clash in clashes:
        sides = {"base_hash": clash.base, "ours_hash": clash.ours, "theirs_hash": clash.theirs}
        store_texts(connection, [text for text in sides.values() if text is not None])
        hashes = {name: None if text is None else text_hash(text) for name, text in sides.items()}
        connection.execute(
            insert(conflict).values(
                revision=revision,
                path=clash.path,
                note=clash.note,
                state=OPEN,
                settled_by="",
                **hashes,
            )
        )


def read_conflicts(connection: Connection, *, revision: int | None = None) -> list[Conflict]:
    """The open conflicts, or all those of one revision."""
    wanted = conflict.c.state == OPEN if revision is None else conflict.c.revision == revision
    rows = connection.execute(select(conflict).where(wanted).order_by(conflict.c.id)).mappings()
    return [_conflict(row) for row in rows]


def read_conflict(connection: Connection, identity: int) -> Conflict | None:
    row = connection.execute(select(conflict).where(conflict.c.id == identity)).mappings().first()
    return None if row is None else _conflict(row)


def settle_conflict(connection: Connection, identity: int, settled_by: str) -> None:
    values = {"state": SETTLED, "settled_by": settled_by, "settled_at": int(time.time())}
    connection.execute(update(conflict).where(conflict.c.id == identity).values(values))


def _conflict(row: RowMapping) -> Conflict:
    return Conflict(**row)
