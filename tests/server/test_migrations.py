"""From the first released schema to the newest: nothing that a city wrote is lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from secondreading.register import Status
from secondreading.store.audit import Entry, append_entry
from secondreading.store.engine import exclusive_transaction, open_engine
from secondreading.store.ensure import ensure_store
from secondreading.store.profiles import load_register, read_profiles, register_version
from secondreading.store.revisions import Source, content_hash, latest_pack, read_revision
from secondreading.store.source import StoreSource
from secondreading.store.upgrade import (
    MIGRATIONS,
    downgrade_schema,
    newest_schema,
    stored_schema,
    upgrade_apart,
    upgrade_schema,
)

PROJECT = Path(__file__).parents[2]
PACK = {"city.yaml": "city: a", "words/é.yaml": "words: 😀"}
EDITED = {**PACK, "city.yaml": "city: b  # ours"}


@pytest.fixture(params=["sqlite", "postgresql"])
def old_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A store as the first release left it: a pack, a change of the city's, two profiles."""
    url = (
        f"sqlite:///{tmp_path / 'store.sqlite3'}"
        if request.param == "sqlite"
        else request.getfixturevalue("postgresql").new_database()
    )
    engine = open_engine(url)
    with exclusive_transaction(engine) as connection:
        upgrade_schema(connection, "0001")
        for number, (files, source) in enumerate(((PACK, "pack"), (EDITED, "city")), start=1):
            connection.execute(
                text(
                    "insert into revision (number, files, content_hash, source, author, reason, created_at)"
                    " values (:number, :files, 'old', :source, 'clerk', 'a reason', :at)"
                ),
                {"number": number, "files": json.dumps(files), "source": source, "at": 1_000 + number},
            )
        for version, (handle, status) in enumerate((("@Parks", "active"), ("@Gone", "retired")), start=6):
            connection.execute(
                text(
                    "insert into profile (platform, handle, handle_key, profile, role, display_name, owner,"
                    " approver, status, version) values ('x', :handle, :key, 'official', 'staff', 'Parks',"
                    " 'owner', 'approver', :status, :version)"
                ),
                {"handle": handle, "key": handle[1:].lower(), "status": status, "version": version},
            )
    yield engine
    engine.dispose()


def test_an_upgrade_keeps_every_revision_with_its_author_and_reason(old_store: Engine):
    ensure_store(old_store, {**PACK, "new.yaml": "x: 1"})
    with old_store.connect() as connection:
        first, second = read_revision(connection, 1), read_revision(connection, 2)
    assert first is not None
    assert second is not None
    assert (first.files, first.source, first.head.content_hash) == (PACK, Source.PACK, content_hash(PACK))
    assert (second.files, second.author, second.reason) == (EDITED, "clerk", "a reason")
    assert (second.head.parent, second.head.created_at) == (1, 1_002)


def test_an_upgrade_leaves_the_newest_revision_in_force(old_store: Engine):
    ensure_store(old_store, PACK)
    assert StoreSource(old_store).versions() == (2, 7)


def test_an_upgrade_remembers_the_pack_that_the_city_started_from(old_store: Engine):
    ensure_store(old_store, PACK)
    with old_store.connect() as connection:
        pack = latest_pack(connection)
        first = read_revision(connection, 1)
    assert first is not None
    assert pack == first.head.manifest


def test_an_upgrade_keeps_the_register_and_its_version(old_store: Engine):
    ensure_store(old_store, PACK)
    with old_store.connect() as connection:
        entries = [entry for entry, _ in read_profiles(connection)]
        register = load_register(connection)
        assert register_version(connection) == 7
    assert [(entry.handle, entry.status) for entry in entries] == [
        ("@Gone", Status.RETIRED),
        ("@Parks", Status.ACTIVE),
    ]
    assert [entry.owner for entry in register.profiles.values()] == ["owner"]


def test_a_downgrade_gives_the_first_release_its_texts_back(old_store: Engine):
    ensure_store(old_store, PACK)
    with exclusive_transaction(old_store) as connection:
        downgrade_schema(connection, "0001")
    with old_store.connect() as connection:
        rows = connection.execute(text("select number, files from revision order by number")).all()
    kept = [json.loads(files) if isinstance(files, str) else files for _, files in rows]
    assert kept == [PACK, EDITED]


@pytest.mark.parametrize(
    "change",
    [
        "delete from revision",
        "update revision set author = 'somebody else'",
        "delete from audit",
        "update audit set actor = 'somebody else'",
    ],
)
def test_what_must_not_change_cannot_be_changed(old_store: Engine, change: str):
    ensure_store(old_store, PACK)
    with exclusive_transaction(old_store) as connection:
        append_entry(connection, Entry(actor="clerk", action="test", subject="a test"))
    with pytest.raises(DatabaseError, match="append-only"), old_store.begin() as connection:
        connection.execute(text(change))


def test_the_newest_migration_is_the_one_that_the_files_lead_to():
    assert newest_schema() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_an_old_store_is_upgraded_in_a_process_of_its_own(old_store: Engine):
    upgrade_apart(old_store)
    with old_store.connect() as connection:
        assert stored_schema(connection) == newest_schema()


def test_a_server_starts_on_an_empty_store_and_carries_no_migrations_along(tmp_path: Path):
    program = (
        "import sys; from secondreading.store.engine import open_engine;"
        "from secondreading.store.ensure import ensure_store; from secondreading.store.upgrade import upgrade_apart;"
        "engine = open_engine(sys.argv[1]); upgrade_apart(engine); ensure_store(engine, {'city.yaml': 'city: a'});"
        "print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", program, f"sqlite:///{tmp_path / 'store.sqlite3'}"]
    answer = subprocess.run(command, cwd=PROJECT / "server", capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
