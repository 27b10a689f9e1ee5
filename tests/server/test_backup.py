"""A backup taken while others write restores to one moment, into either kind of store."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from secondreading.cli import main
from secondreading.cli.backup import BackupError, read_backup
from secondreading.desk.verifying import verify_audit
from secondreading.policy.load import read_folder
from secondreading.resources import policy_rules_folder
from secondreading.store.dump import Dump, dump_store, restore_store
from secondreading.store.engine import StoreError, open_engine
from secondreading.store.enrolments import EnrolmentBook
from secondreading.store.ensure import ensure_store
from tests.server.postgresql import PostgreSQL


@contextmanager
def store(url: str) -> Iterator[Engine]:
    """A store with the standard policy."""
    engine = open_engine(url)
    ensure_store(engine, read_folder(policy_rules_folder()))
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'one.sqlite3'}"
    server: PostgreSQL = request.getfixturevalue("postgresql")
    return server.new_database()


def faults_in(engine: Engine) -> tuple[str, ...]:
    with engine.connect() as connection:
        return tuple(verify_audit(connection).faults)


def test_a_store_comes_back_as_it_was(url: str):
    with store(url) as engine:
        book = EnrolmentBook(engine)
        kept, _ = book.create("Kept", "a test")
        book.add_use({kept.id: (1, 2)}, "2026-08-10")
        dump = dump_store(engine)
        later, _ = book.create("Later", "a test")
        restore_store(engine, dump)
        assert set(book.read()) == {kept.id}
        assert later.id not in book.read()
        assert dump_store(engine) == dump
        assert faults_in(engine) == ()


def test_after_a_restore_the_store_takes_new_entries(url: str):
    with store(url) as engine:
        book = EnrolmentBook(engine)
        book.create("Before", "a test")
        restore_store(engine, dump_store(engine))
        book.create("After", "a test")
        assert len(book.read()) == 2
        assert faults_in(engine) == ()


def test_a_backup_moves_from_sqlite_to_postgresql_and_back(postgresql: PostgreSQL, tmp_path: Path):
    with store(f"sqlite:///{tmp_path / 'one.sqlite3'}") as small:
        EnrolmentBook(small).create("Ring 1", "a test")
        dump = dump_store(small)
        with store(postgresql.new_database()) as large:
            restore_store(large, dump)
            assert faults_in(large) == ()
            again = dump_store(large)
        assert _sorted(again) == _sorted(dump)


def _sorted(dump: Dump) -> dict[str, list[str]]:
    return {n: sorted(json.dumps(dict(r), sort_keys=True) for r in rows) for n, rows in dump.tables.items()}


def test_a_backup_taken_under_load_is_of_one_moment(url: str):
    with store(url) as engine:
        stopped = threading.Event()

        def write() -> None:
            own = EnrolmentBook(engine)
            while not stopped.is_set():
                own.create("Under load", "a test")

        writers = [threading.Thread(target=write) for _ in range(3)]
        for writer in writers:
            writer.start()
        dumps = [dump_store(engine) for _ in range(5)]
        stopped.set()
        for writer in writers:
            writer.join()
        for dump in dumps:
            made = {row["id"] for row in dump.tables["enrolment"]}
            noted = {row["subject"] for row in dump.tables["audit"] if row["action"] == "enrolment.create"}
            assert made == noted, "an enrolment and its audit entry are kept together"
        restore_store(engine, dumps[-1])
        assert faults_in(engine) == ()


def test_a_backup_of_an_unknown_schema_is_refused_and_nothing_is_lost(url: str):
    with store(url) as engine:
        kept, _ = EnrolmentBook(engine).create("Kept", "a test")
        with pytest.raises(StoreError, match="newer one"):
            restore_store(engine, Dump("9999", {}))
        assert kept.id in EnrolmentBook(engine).read()


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder with a store, a key and an enrolment."""
    folder = tmp_path / "state"
    monkeypatch.setenv("SECONDREADING_STATE_FOLDER", str(folder))
    assert main(["enrolment", "create", "--label", "Ring 1"]) == 0
    assert main(["token"]) == 0
    return folder


def test_the_command_brings_store_and_keys_back(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "backup.zip"
    assert main(["backup", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    key = (state / "signing_keys.json").read_bytes()
    (state / "signing_keys.json").write_bytes(b"{}")
    (state / "store.sqlite3").unlink()
    assert main(["restore", str(file)]) == 2
    assert "--yes" in capsys.readouterr().err
    assert main(["restore", str(file), "--yes"]) == 0
    assert (state / "signing_keys.json").read_bytes() == key
    assert (state / "signing_keys.json").stat().st_mode & 0o777 == 0o600
    assert main(["enrolment", "list"]) == 0
    assert "Ring 1" in capsys.readouterr().out


def test_a_damaged_backup_is_refused_by_name(state: Path, tmp_path: Path):
    assert state
    file = tmp_path / "backup.zip"
    assert main(["backup", str(file)]) == 0
    with zipfile.ZipFile(file) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    contents["tables/enrolment.jsonl"] += b'{"id": "slipped in"}\n'
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    with pytest.raises(BackupError, match=r"tables/enrolment\.jsonl"):
        read_backup(file)
    file.write_bytes(b"PK, but not really")
    with pytest.raises(BackupError, match="no whole backup"):
        read_backup(file)
