"""The whole store as plain rows, and back: the same form for SQLite and PostgreSQL, also from one to the other.

Works while servers run. Writing and reading happen in one exclusive transaction: no writer comes in between, and
readers see the state before or the state after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, func, null, select, text

from secondreading.store.engine import StoreError, exclusive_transaction
from secondreading.store.upgrade import upgrade_schema

VERSION_TABLE = "alembic_version"
ROWS_AT_ONCE = 500
Rows = Sequence[Mapping[str, Any]]
# Functions that migrations made, without those of PostgreSQL's extensions.
OWN_FUNCTIONS = text(
    "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
    "where n.nspname = current_schema() and not exists "
    "(select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')"
)


@dataclass(frozen=True, slots=True)
class Dump:
    """All rows by table, in an order in which they can be written; `schema` names the newest migration."""

    schema: str
    tables: Mapping[str, Rows]


def dump_store(engine: Engine) -> Dump:
    """Everything there is in the store at one moment."""
    with exclusive_transaction(engine) as connection:
        schema = connection.execute(text(f"select version_num from {VERSION_TABLE}")).scalar_one()
        tables = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in _tables(connection)
        }
    return Dump(str(schema), tables)


def restore_store(engine: Engine, dump: Dump) -> None:
    """Put `dump` in the place of everything there is, and bring it to the newest schema. Raises StoreError."""
    from alembic.util import CommandError

    with exclusive_transaction(engine) as connection:
        _drop_everything(connection)
        try:
            upgrade_schema(connection, dump.schema)
        except CommandError:
            raise StoreError(
                f"The backup has the schema {dump.schema}, which this release does not know. Install the release"
                " that made it, or a newer one."
            ) from None
        known = {table.name: table for table in _tables(connection)}
        if strangers := set(dump.tables) - set(known):
            raise StoreError(f"The backup holds tables that its schema does not have: {sorted(strangers)}.")
        for name, table in known.items():
            _fill(connection, table, dump.tables.get(name, ()))
        upgrade_schema(connection)


def _tables(connection: Connection) -> Iterator[Table]:
    """As they are in the store, which may be older or newer than `tables.py`."""
    metadata = MetaData()
    metadata.reflect(connection)
    return (table for table in metadata.sorted_tables if table.name != VERSION_TABLE)


def _drop_everything(connection: Connection) -> None:
    """Tables with their triggers: those that refuse every change would refuse a restore as well."""
    metadata = MetaData()
    metadata.reflect(connection)
    cascade = " cascade" if connection.dialect.name == "postgresql" else ""
    for table in reversed(metadata.sorted_tables):
        connection.execute(text(f'drop table "{table.name}"{cascade}'))
    if connection.dialect.name == "postgresql":
        for (signature,) in connection.execute(OWN_FUNCTIONS).all():
            connection.execute(text(f"drop function {signature} cascade"))


def _fill(connection: Connection, table: Table, rows: Rows) -> None:
    # A migration may have put first rows there; an empty append-only table refuses even to be emptied.
    if connection.execute(select(func.count()).select_from(table)).scalar_one():
        connection.execute(table.delete())
    written = [_as_written(table, row) for row in rows]
    for start in range(0, len(written), ROWS_AT_ONCE):
        connection.execute(table.insert(), written[start : start + ROWS_AT_ONCE])
    if connection.dialect.name == "postgresql" and rows:
        _count_on(connection, table)


def _as_written(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for an insert: nothing in a JSON column is no value, not the JSON word null."""
    empty = {c.name for c in table.columns if isinstance(c.type, JSON) and row.get(c.name) is None}
    return {name: null() if name in empty else value for name, value in row.items()}


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a sequence of its own, which has to know the numbers that are taken."""
    for column in table.primary_key.columns:
        sequence = connection.execute(
            select(func.pg_get_serial_sequence(f'"{table.name}"', column.name))
        ).scalar()
        if sequence:
            connection.execute(select(func.setval(sequence, select(func.max(column)).scalar_subquery())))
