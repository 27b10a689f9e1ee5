"""What the doctor asks of a store: does it answer, is its schema this release's, does its policy compile?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from secondreading.store.engine import StoreError
from secondreading.store.source import StoreSource
from secondreading.store.upgrade import newest_schema


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """`schema` is the store's newest migration, `newest_schema` this release's."""

    schema: str
    newest_schema: str
    revision: int
    rules: int


def look_at_store(engine: Engine) -> StoreHealth:
    """Raises StoreError where it does not answer or holds nothing, PolicyErrors for a policy that does not load."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if file and not Path(file).is_file():
        # To connect would make an empty one.
        raise StoreError(f"{file} is not there.")
    try:
        with engine.connect() as connection:
            schema = connection.execute(text("select version_num from alembic_version")).scalar_one()
        policy = StoreSource(engine).load_policy()
    except DBAPIError as fault:
        place = engine.url.render_as_string(hide_password=True)
        raise StoreError(f"{place} cannot be read: {str(fault.orig).splitlines()[0]}") from None
    return StoreHealth(str(schema), newest_schema(), policy.stamp.revision, len(policy.rules))
