"""What a running server asks of the store: has anything changed, and what is in force now?"""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from secondreading.domain import PolicyStamp
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.load import load_compiled
from secondreading.register import ProfileRegister
from secondreading.store.profiles import load_register
from secondreading.store.revisions import newest_revision
from secondreading.store.tables import profile, revision

POLICY_ID = "standard"
_newest = select(func.coalesce(func.max(revision.c.number), 0)).scalar_subquery()
_changed = select(func.coalesce(func.max(profile.c.version), 0)).scalar_subquery()
VERSIONS = select(_newest, _changed)


class StoreSource:
    """Reads policy and register through one engine; every call opens and closes its own connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def versions(self) -> tuple[int, int]:
        """The newest revision's number and the register's version; one cheap query."""
        with self._engine.connect() as connection:
            number, version = connection.execute(VERSIONS).one()
        return int(number), int(version)

    def load_policy(self) -> CompiledPolicy:
        """The newest revision, compiled. Raises PolicyErrors; LookupError in an empty store."""
        with self._engine.connect() as connection:
            newest = newest_revision(connection)
        if newest is None:
            raise LookupError("The store holds no policy; start the server with 'secondreading serve'.")
        return load_compiled(newest.files, PolicyStamp(POLICY_ID, newest.number))

    def load_register(self) -> ProfileRegister:
        """The active profiles."""
        with self._engine.connect() as connection:
            return load_register(connection)
