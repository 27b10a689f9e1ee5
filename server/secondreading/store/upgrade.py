"""Bring the store's schema to the newest migration. Runs at every start; does nothing when up to date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade_schema(connection: Connection, target: str = "head") -> None:
    """Run the migrations up to `target` on `connection`, inside the caller's transaction."""
    _run(connection, target, downgrade=False)


def downgrade_schema(connection: Connection, target: str) -> None:
    """Take migrations back down to `target` (`base` empties the store)."""
    _run(connection, target, downgrade=True)


def newest_schema() -> str:
    """The id of this release's newest migration."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(_settings()).get_current_head())


def _settings() -> Config:
    # Imported here: only the start of a server and the tests need Alembic, a check never does.
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings


def _run(connection: Connection, target: str, *, downgrade: bool) -> None:
    from alembic import command

    settings = _settings()
    settings.attributes["connection"] = connection
    (command.downgrade if downgrade else command.upgrade)(settings, target)
