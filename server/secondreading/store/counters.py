"""Numbers that only rise, one row each: a poller reads one row, and removing rows elsewhere lowers nothing."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from secondreading.store.tables import counter


def read_counter(connection: Connection, name: str) -> int:
    return int(connection.execute(select(counter.c.value).where(counter.c.name == name)).scalar() or 0)


def raise_counter(connection: Connection, name: str) -> int:
    """The counter's new value; a counter that is not there yet starts at 1."""
    raised = update(counter).where(counter.c.name == name).values(value=counter.c.value + 1)
    if connection.execute(raised).rowcount == 0:
        connection.execute(insert(counter).values(name=name, value=1))
    return read_counter(connection, name)
