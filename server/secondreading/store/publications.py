"""Which revision counts when: for good from a moment on, or for a window after which the state before returns.

A window goes before what holds for good; among equals the later start, then the later decision.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, insert, or_, select, update

from secondreading.store.tables import publication


class State(StrEnum):
    """`live`: counts or will count; `superseded`: a newer one took its place; `withdrawn`: somebody ended it."""

    LIVE = "live"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Epoch seconds. `starts_at` None: now; `ends_at` None: until something newer."""

    starts_at: int | None = None
    ends_at: int | None = None

    @property
    def at_once_and_for_good(self) -> bool:
        return self.starts_at is None and self.ends_at is None


@dataclass(frozen=True, slots=True)
class Publication:
    """One decision that a revision counts from `starts_at` (until `ends_at`)."""

    id: int
    revision: int
    starts_at: int
    ends_at: int | None
    state: State
    author: str
    created_at: int

    def is_ahead(self, now: float | None = None) -> bool:
        """Whether it will count later, or counts within a window."""
        moment = time.time() if now is None else now
        open_still = self.ends_at is None or self.ends_at > moment
        return self.state is State.LIVE and open_still and (self.starts_at > moment or bool(self.ends_at))


def _running(now: float) -> ColumnElement[bool]:
    p = publication.c
    return (p.state == State.LIVE.value) & (p.starts_at <= int(now)) & _unfinished(now)


def _unfinished(now: float) -> ColumnElement[bool]:
    return or_(publication.c.ends_at.is_(None), publication.c.ends_at > int(now))


def in_force_query(now: float) -> Select[tuple[int]]:
    """One row with the number of the revision that counts at `now`; none in an empty store."""
    p = publication.c
    order = (p.ends_at.is_not(None).desc(), p.starts_at.desc(), p.id.desc())
    return select(p.revision).where(_running(now)).order_by(*order).limit(1)


def in_force_number(connection: Connection, now: float | None = None) -> int:
    """The revision that counts at `now`, 0 in an empty store."""
    found = connection.execute(in_force_query(time.time() if now is None else now)).first()
    return int(found._mapping["revision"]) if found else 0


def standing_number(connection: Connection, now: float | None = None) -> int:
    """The revision that counts for good, with no regard to windows: what the next change starts from."""
    p = publication.c
    moment = time.time() if now is None else now
    asked = select(p.revision).where(_running(moment), p.ends_at.is_(None))
    return int(connection.execute(asked.order_by(p.starts_at.desc(), p.id.desc()).limit(1)).scalar() or 0)


def publish(connection: Connection, number: int, timing: Timing | None, *, author: str, at: int) -> Timing:
    """Plan revision `number`, and return the timing with its start filled in.

    What counts at once and for good takes the place of everything that did so before.
    """
    timing = timing or Timing()
    starts_at = at if timing.starts_at is None else timing.starts_at
    if starts_at <= at and timing.ends_at is None:
        older = _running(at) & publication.c.ends_at.is_(None)
        connection.execute(update(publication).where(older).values(state=State.SUPERSEDED.value))
    connection.execute(
        insert(publication).values(
            revision=number,
            starts_at=starts_at,
            ends_at=timing.ends_at,
            state=State.LIVE.value,
            author=author,
            created_at=at,
        )
    )
    return Timing(starts_at=starts_at, ends_at=timing.ends_at)


def planned(connection: Connection, now: float | None = None) -> list[Publication]:
    """Windows that run or will, and states that begin later, by their start."""
    moment = time.time() if now is None else now
    p = publication.c
    later = (p.starts_at > int(moment)) | p.ends_at.is_not(None)
    asked = select(publication).where(p.state == State.LIVE.value, _unfinished(moment), later)
    return [_publication(row) for row in connection.execute(asked.order_by(p.starts_at, p.id)).mappings()]


def publications_of(connection: Connection, numbers: list[int]) -> dict[int, list[Publication]]:
    """What was decided about some revisions, by revision, oldest decision first."""
    asked = select(publication).where(publication.c.revision.in_(numbers)).order_by(publication.c.id)
    found: dict[int, list[Publication]] = {}
    for row in connection.execute(asked).mappings():
        found.setdefault(row["revision"], []).append(_publication(row))
    return found


def read_publication(connection: Connection, identity: int) -> Publication | None:
    row = connection.execute(select(publication).where(publication.c.id == identity)).mappings().first()
    return None if row is None else _publication(row)


def end_publication(connection: Connection, identity: int, state: State) -> None:
    """Make a publication count no more."""
    values: dict[str, Any] = {"state": state.value}
    connection.execute(update(publication).where(publication.c.id == identity).values(values))


def _publication(row: RowMapping) -> Publication:
    return Publication(**{**row, "state": State(row["state"])})
