"""Bring the store's schema to the newest migration. Runs at every start; does nothing when up to date.

`python -m secondreading.store.upgrade` does it to the store whose address comes by standard input: the
arguments of a process are seen by everybody on its machine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from secondreading.store.engine import exclusive_transaction, open_engine

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade_schema(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to `target` on `connection`, inside the caller's transaction."""
    if target != "head" or stored_schema(connection) != newest_schema():
        _run(connection, target, downgrade=False)


def downgrade_schema(connection: Connection, target: str) -> None:
    """Take migrations back down to `target` (`base` empties the store)."""
    _run(connection, target, downgrade=True)


def upgrade_apart(engine: Engine) -> None:
    """Upgrade in a process of its own, where there is something to do.

    A server that upgraded by itself would carry Alembic along in every worker: 11 MB that no check needs.
    Whatever hinders this is met again, and told, by whoever opens the store next.
    """
    try:
        with engine.connect() as connection:
            if stored_schema(connection) == newest_schema():
                return
    except DBAPIError:
        return
    finally:
        engine.dispose()
    address = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "secondreading.store.upgrade"]
    subprocess.run(command, input=address, text=True, capture_output=True, check=False)


def stored_schema(connection: Connection) -> str | None:
    """The id of the newest migration that the store has seen; None for an empty store."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def newest_schema() -> str:
    """The id of this release's newest migration: what its file's name begins with."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _settings() -> Config:
    # Imported here: only a store that is behind and the tests need Alembic, a check never does.
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings


def _run(connection: Connection, target: str, *, downgrade: bool) -> None:
    from alembic import command

    settings = _settings()
    settings.attributes["connection"] = connection
    (command.downgrade if downgrade else command.upgrade)(settings, target)


def _upgrade_here(address: str) -> None:
    engine = open_engine(address)
    try:
        with exclusive_transaction(engine) as connection:
            upgrade_schema(connection)
    finally:
        engine.dispose()


if __name__ == "__main__":
    _upgrade_here(sys.stdin.read())
