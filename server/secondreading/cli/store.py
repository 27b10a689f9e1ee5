"""The store that the settings name, opened for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from secondreading.config import read_config
from secondreading.desk.desk import Desk
from secondreading.policy.load import read_folder
from secondreading.resources import policy_rules_folder
from secondreading.store.engine import Store, open_engine
from secondreading.store.ensure import ensure_store


@contextmanager
def opened_desk() -> Iterator[Desk]:
    """The desk of the server whose settings these are; a server may run meanwhile. Raises ValueError."""
    engine = open_engine(read_config().database_url)
    ensure_store(engine, read_folder(policy_rules_folder()))
    try:
        yield Desk(Store(engine))
    finally:
        engine.dispose()
