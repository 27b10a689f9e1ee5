"""What a running server asks of the store: has anything changed, and what is in force now?"""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Engine, select

from secondreading.domain import PolicyStamp
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.load import load_compiled
from secondreading.register import ProfileRegister
from secondreading.store.profiles import REGISTER, load_register
from secondreading.store.publications import in_force_query
from secondreading.store.revisions import read_revision
from secondreading.store.tables import counter

POLICY_ID = "standard"
_register = select(counter.c.value).where(counter.c.name == REGISTER).scalar_subquery()


class StoreSource:
    """Reads policy and register through one engine; every call opens and closes its own connection."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.time) -> None:
        self._engine, self._clock = engine, clock

    def versions(self) -> tuple[int, int]:
        """The number of the revision in force and the register's version; one cheap query."""
        asked = select(in_force_query(self._clock()).scalar_subquery(), _register)
        with self._engine.connect() as connection:
            number, version = connection.execute(asked).one()
        return int(number or 0), int(version or 0)

    def load_policy(self) -> CompiledPolicy:
        """The revision in force, compiled. Raises PolicyErrors; LookupError in an empty store."""
        number = self.versions()[0]
        with self._engine.connect() as connection:
            revision = read_revision(connection, number)
        if revision is None:
            raise LookupError("The store holds no policy; start the server with 'secondreading serve'.")
        return load_compiled(revision.files, PolicyStamp(POLICY_ID, revision.number))

    def load_register(self) -> ProfileRegister:
        """The active profiles."""
        with self._engine.connect() as connection:
            return load_register(connection)
