"""Enrolments in the store: made, rotated, revoked, counted. Every act goes into the audit log."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from secondreading.enrolment import Enrolment, EnrolmentUse, hash_secret, new_id, new_secret
from secondreading.store.audit import Entry, append_entry
from secondreading.store.engine import exclusive_transaction
from secondreading.store.tables import enrolment, enrolment_use


class NoSuchEnrolment(ValueError):
    """There is no enrolment of this id, or it was revoked before."""


def read_enrolments(connection: Connection) -> dict[str, Enrolment]:
    """All enrolments by id, revoked ones too."""
    rows = connection.execute(select(enrolment).order_by(enrolment.c.created_at)).mappings()
    return {row["id"]: Enrolment(**row) for row in rows}


def create_enrolment(connection: Connection, label: str, actor: str) -> tuple[Enrolment, str]:
    """A new enrolment and its secret, in the caller's exclusive transaction."""
    identity = new_id()
    secret = new_secret(identity)
    made = Enrolment(
        id=identity,
        label=label[:200],
        secret_hash=hash_secret(secret),
        number=1,
        previous_hash="",
        previous_until=0,
        created_at=int(time.time()),
        revoked_at=None,
    )
    connection.execute(insert(enrolment).values({name: getattr(made, name) for name in enrolment.c.keys()}))  # noqa: SIM118
    _note(connection, actor, "enrolment.create", made)
    return made, secret


def rotate_enrolment(connection: Connection, identity: str, overlap_s: int, actor: str) -> str:
    """A new secret; the old one counts for `overlap_s` more seconds. Raises NoSuchEnrolment."""
    known = _living(connection, identity)
    secret = new_secret(identity)
    changes = {
        "secret_hash": hash_secret(secret),
        "number": known.number + 1,
        "previous_hash": known.secret_hash,
        "previous_until": int(time.time()) + overlap_s,
    }
    connection.execute(update(enrolment).where(enrolment.c.id == identity).values(changes))
    _note(connection, actor, "enrolment.rotate", known)
    return secret


def revoke_enrolment(connection: Connection, identity: str, actor: str) -> None:
    """From now on nothing of this enrolment counts. Raises NoSuchEnrolment."""
    known = _living(connection, identity)
    revoked = update(enrolment).where(enrolment.c.id == identity).values(revoked_at=int(time.time()))
    connection.execute(revoked)
    _note(connection, actor, "enrolment.revoke", known)


def add_use(connection: Connection, counts: Mapping[str, tuple[int, int]], day: str) -> None:
    """Add tokens and checks by enrolment to the counts of a day."""
    make: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    # Always in the same order: two nodes that write at once must not wait for each other in a ring.
    for identity, (tokens, checks) in sorted(counts.items()):
        added = make(enrolment_use).values(day=day, enrolment=identity, tokens=tokens, checks=checks)
        totals = {name: enrolment_use.c[name] + added.excluded[name] for name in ("tokens", "checks")}
        keys = [enrolment_use.c.day, enrolment_use.c.enrolment]
        connection.execute(added.on_conflict_do_update(index_elements=keys, set_=totals))


def read_use(connection: Connection, since: str) -> list[EnrolmentUse]:
    """The counts from the day `since` on."""
    asked = select(enrolment_use).where(enrolment_use.c.day >= since).order_by(enrolment_use.c.day)
    return [EnrolmentUse(**row) for row in connection.execute(asked).mappings()]


class EnrolmentBook:
    """The enrolments of one store; every call opens and closes its own connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self) -> dict[str, Enrolment]:
        with self._engine.connect() as connection:
            return read_enrolments(connection)

    def use(self, since: str) -> list[EnrolmentUse]:
        with self._engine.connect() as connection:
            return read_use(connection, since)

    def add_use(self, counts: Mapping[str, tuple[int, int]], day: str) -> None:
        with exclusive_transaction(self._engine) as connection:
            add_use(connection, counts, day)

    def create(self, label: str, actor: str) -> tuple[Enrolment, str]:
        with exclusive_transaction(self._engine) as connection:
            return create_enrolment(connection, label, actor)

    def rotate(self, identity: str, overlap_s: int, actor: str) -> str:
        with exclusive_transaction(self._engine) as connection:
            return rotate_enrolment(connection, identity, overlap_s, actor)

    def revoke(self, identity: str, actor: str) -> None:
        with exclusive_transaction(self._engine) as connection:
            revoke_enrolment(connection, identity, actor)


def _living(connection: Connection, identity: str) -> Enrolment:
    known = read_enrolments(connection).get(identity)
    if known is None:
        raise NoSuchEnrolment(f"There is no enrolment {identity}. See: secondreading enrolment list")
    if known.revoked_at is not None:
        raise NoSuchEnrolment(f"The enrolment {identity} was revoked; make a new one.")
    return known


def _note(connection: Connection, actor: str, action: str, about: Enrolment) -> None:
    entry = Entry(actor=actor, action=action, subject=about.id, detail={"label": about.label})
    append_entry(connection, entry)
