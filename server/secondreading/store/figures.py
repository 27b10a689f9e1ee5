"""How the rules are used, as counts by day: never by person, never with a text. And one-time links."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from secondreading.store.tables import figure, spent_link


class FigureKind(StrEnum):
    FIRED = "fired"
    FIXED = "fixed"
    ACKNOWLEDGED = "acknowledged"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Figure:
    """How often something happened to a rule on one day (like 2026-08-10)."""

    day: str
    rule: str
    kind: FigureKind
    count: int


def add_figures(connection: Connection, counts: Mapping[tuple[str, FigureKind], int], day: str) -> None:
    """Add to the counts of a day, by rule and kind."""
    # Always in the same order: two nodes that write at once must not wait for each other in a ring.
    rows: list[dict[str, Any]] = [
        {"day": day, "rule": rule, "kind": FigureKind(kind).value, "count": count}
        for (rule, kind), count in sorted(counts.items())
        if count > 0
    ]
    make: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for row in rows:
        added = make(figure).values(row)
        keys = [figure.c.day, figure.c.rule, figure.c.kind]
        total = figure.c["count"] + added.excluded["count"]
        connection.execute(added.on_conflict_do_update(index_elements=keys, set_={"count": total}))


def read_figures(connection: Connection, since: str) -> list[Figure]:
    """The counts from the day `since` on."""
    asked = select(figure).where(figure.c.day >= since).order_by(figure.c.rule, figure.c.day)
    rows = connection.execute(asked).mappings()
    return [Figure(row["day"], row["rule"], FigureKind(row["kind"]), int(row["count"])) for row in rows]


def spend_link(connection: Connection, identity: str, expires_at: int) -> bool:
    """Mark a one-time link as used, for all processes and nodes; False where it was used before."""
    connection.execute(delete(spent_link).where(spent_link.c.expires_at < int(time.time())))
    try:
        with connection.begin_nested():
            connection.execute(spent_link.insert().values(id=identity, expires_at=expires_at))
    except IntegrityError:
        return False
    return True


def link_is_spent(connection: Connection, identity: str) -> bool:
    """Whether a one-time link was used, or a session ended by its owner."""
    return connection.execute(select(spent_link.c.id).where(spent_link.c.id == identity)).first() is not None
