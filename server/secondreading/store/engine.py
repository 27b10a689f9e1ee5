"""How the store is reached: one engine for each process, SQLite by default, PostgreSQL by URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

CONNECT_TIMEOUT_S = 5
# PostgreSQL's advisory locks are numbered; any fixed number serves, as long as it is ours alone.
UPGRADE_LOCK = 7_340_212


class StoreError(ValueError):
    """A store that cannot be used. The message names it, without its password, and the mend."""


def open_engine(database_url: str) -> Engine:
    """An engine that has opened no connection yet. Dispose of it before a fork. Raises StoreError."""
    try:
        return _open(make_url(database_url))
    except ModuleNotFoundError:
        raise StoreError(
            "A driver for this store is missing. Run: pip install 'secondreading[postgres]'"
        ) from None
    except ArgumentError:
        raise StoreError(
            "The store's address is not like postgresql://user@host/name or sqlite:///file."
        ) from None


def _open(url: URL) -> Engine:
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        # A database that is gone must not hold a check up for as long as TCP waits.
        patience = {"connect_timeout": CONNECT_TIMEOUT_S} if url.get_backend_name() == "postgresql" else {}
        return create_engine(url, pool_pre_ping=True, pool_size=2, max_overflow=4, connect_args=patience)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": 10})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Readers must not wait for the writer, and a written revision must survive a power cut."""
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", "busy_timeout = 10000"):
        connection.execute(f"pragma {pragma}").close()


@contextmanager
def exclusive_transaction(engine: Engine) -> Iterator[Connection]:
    """One writer at a time, over all processes and nodes: servers that start together take turns."""
    if engine.dialect.name == "sqlite":
        with _sqlite_writer(engine) as connection:
            yield connection
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        yield connection


@contextmanager
def _sqlite_writer(engine: Engine) -> Iterator[Connection]:
    # The driver would begin lazily and without the write lock, so the transaction is spelled out.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("begin immediate")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("rollback")
            raise
        connection.exec_driver_sql("commit")


Link = Connection
"""What the functions of this room take; other rooms pass it on and know nothing of it."""


class Store:
    """One store for a process: rooms without SQL open their transactions here."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def reading(self) -> Iterator[Link]:
        """A connection for reading, returned to the pool at the end."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Link]:
        """One writer at a time over all processes and nodes; all of it is kept, or nothing."""
        with exclusive_transaction(self.engine) as connection:
            yield connection
