"""What people said about a rule: that it was wrong here, or why they posted all the same. Never who said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select

from secondreading.store.tables import objection

# Old ones make room, so that nobody can fill a city's disk by objecting.
MOST_KEPT = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """One sentence about a rule on a day (like 2026-08-10).

    `kind` is `wrong` or `acknowledged`. `text` is the marked words, and only where the person ticked to send
    them; else None.
    """

    day: str
    rule: str
    kind: str
    reason: str
    text: str | None = None


def keep_objection(connection: Connection, told: Objection) -> None:
    """Keep it, and drop the oldest beyond MOST_KEPT."""
    row: dict[str, Any] = {name: getattr(told, name) for name in Objection.__slots__}
    connection.execute(objection.insert().values(**row))
    newest = connection.execute(select(func.max(objection.c.number))).scalar() or 0
    connection.execute(delete(objection).where(objection.c.number <= newest - MOST_KEPT))


def read_objections(connection: Connection, since: str, limit: int) -> list[Objection]:
    """Those from the day `since` on, the newest first."""
    asked = select(objection).where(objection.c.day >= since).order_by(objection.c.number.desc()).limit(limit)
    names = Objection.__slots__
    return [Objection(**{name: row[name] for name in names}) for row in connection.execute(asked).mappings()]
