"""Revisions and the profile register are kept, in order and never lost."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from secondreading.domain import Profile, Role
from secondreading.register import RegisteredProfile, Status
from secondreading.store.engine import StoreError, exclusive_transaction, open_engine
from secondreading.store.ensure import ensure_store
from secondreading.store.profiles import load_register, register_version, save_profile
from secondreading.store.revisions import Change, Source, add_revision, newest_number, newest_revision
from secondreading.store.tables import metadata
from secondreading.store.upgrade import downgrade_schema, upgrade_schema
from tests.server.conftest import PROJECT

PACK = {"city.yaml": "city: a", "words/é.yaml": "words: 😀"}
CITY_CHANGE = Change(files={"city.yaml": "city: b"}, source=Source.CITY, author="clerk", reason="a new name")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, once for each kind. PostgreSQL is left out where it is not installed."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kept' / 'store.sqlite3'}"
    return request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


def test_an_empty_store_gets_the_pack_as_its_first_revision(engine: Engine):
    ensure_store(engine, PACK)
    with engine.connect() as connection:
        revision = newest_revision(connection)
    assert revision is not None
    assert (revision.number, revision.files, revision.source) == (1, PACK, Source.PACK)


def test_a_second_start_with_the_same_pack_adds_nothing(engine: Engine):
    ensure_store(engine, PACK)
    ensure_store(engine, dict(reversed(PACK.items())))
    with engine.connect() as connection:
        assert newest_number(connection) == 1


def test_a_newer_pack_is_added_while_the_city_has_changed_nothing(engine: Engine):
    ensure_store(engine, PACK)
    ensure_store(engine, {**PACK, "new.yaml": "x: 1"})
    with engine.connect() as connection:
        revision = newest_revision(connection)
    assert revision is not None
    assert revision.number == 2
    assert "new.yaml" in revision.files


def test_a_citys_own_revision_is_not_overwritten_by_a_newer_pack(engine: Engine):
    ensure_store(engine, PACK)
    with exclusive_transaction(engine) as connection:
        assert add_revision(connection, CITY_CHANGE) == 2
    ensure_store(engine, {**PACK, "new.yaml": "x: 1"})
    with engine.connect() as connection:
        revision = newest_revision(connection)
    assert revision is not None
    assert (revision.number, revision.author, revision.reason) == (2, "clerk", "a new name")


def test_a_failed_change_leaves_no_trace(engine: Engine):
    ensure_store(engine, PACK)

    def change_and_fail() -> None:
        with exclusive_transaction(engine) as connection:
            add_revision(connection, CITY_CHANGE)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    with engine.connect() as connection:
        assert newest_number(connection) == 1


def test_servers_that_start_together_store_the_pack_once(database_url: str):
    program = (
        "import sys; from secondreading.store.engine import open_engine;"
        "from secondreading.store.ensure import ensure_store;"
        "ensure_store(open_engine(sys.argv[1]), {'city.yaml': 'city: a'})"
    )
    command = [sys.executable, "-c", program, database_url]
    starts = [subprocess.Popen(command, cwd=PROJECT / "server", stderr=subprocess.PIPE) for _ in range(3)]
    errors = [start.communicate()[1].decode() for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0], errors
    engine = open_engine(database_url)
    with engine.connect() as connection:
        assert newest_number(connection) == 1
    engine.dispose()


def test_a_second_writer_waits_from_the_start_of_the_first(tmp_path: Path):
    path = tmp_path / "store.sqlite3"
    engine = open_engine(f"sqlite:///{path}")
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with exclusive_transaction(engine), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("begin immediate")
    other.close()
    engine.dispose()


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(engine: Engine):
    ensure_store(engine, PACK)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrations_go_down_and_up_again(engine: Engine):
    ensure_store(engine, PACK)
    with exclusive_transaction(engine) as connection:
        downgrade_schema(connection, "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    with exclusive_transaction(engine) as connection:
        upgrade_schema(connection)
    assert {"revision", "profile"} <= set(inspect(engine).get_table_names())


def test_sqlite_keeps_readers_and_writers_apart(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    ensure_store(engine, PACK)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
    engine.dispose()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "address"),
        ("sqlite:////proc/nowhere/store.sqlite3", "nowhere"),
        ("postgresql://desk:Marrowbone@127.0.0.1:1/store", r"desk:\*\*\*@127.0.0.1"),
    ],
)
def test_a_store_that_cannot_be_used_is_named_without_its_password(address: str, words: str):
    if address.startswith("postgresql"):
        pytest.importorskip("psycopg")
    with pytest.raises((StoreError, OSError), match=words) as refused:
        ensure_store(open_engine(address), PACK)
    assert "Marrowbone" not in str(refused.value)


def test_a_profile_is_saved_once_however_its_handle_is_written(engine: Engine):
    ensure_store(engine, PACK)
    entry = RegisteredProfile(
        platform="x", handle="@MapleBendParks", profile=Profile.OFFICIAL, role=Role.STAFF, owner="Parks"
    )
    again = RegisteredProfile(
        platform="x", handle="maplebendparks", profile=Profile.OFFICIAL, role=Role.SENIOR_STAFF
    )
    with exclusive_transaction(engine) as connection:
        save_profile(connection, entry)
        save_profile(connection, again)
    with engine.connect() as connection:
        register = load_register(connection)
        assert register.version == register_version(connection) == 2
    assert list(register.profiles.values()) == [again]


def test_a_retired_profile_no_longer_speaks_for_the_city(engine: Engine):
    ensure_store(engine, PACK)
    entry = RegisteredProfile(
        platform="x", handle="@Old", profile=Profile.OFFICIAL, role=Role.STAFF, status=Status.RETIRED
    )
    with exclusive_transaction(engine) as connection:
        save_profile(connection, entry)
    with engine.connect() as connection:
        assert load_register(connection).profiles == {}
