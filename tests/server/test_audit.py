"""The log of who changed what: complete, readable, and nobody can rewrite it unseen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondreading.cli import main
from secondreading.desk.desk import Desk
from secondreading.desk.values import Edit
from secondreading.domain import Profile, Role
from secondreading.register import RegisteredProfile
from secondreading.store.engine import Store, open_engine
from secondreading.store.ensure import ensure_store
from tests.server.small_policy import FILES, new_rule

ACCOUNT = RegisteredProfile(platform="x", handle="@Ferry", profile=Profile.OFFICIAL, role=Role.STAFF)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    engine = open_engine(f"sqlite:///{place}")
    ensure_store(engine, FILES)
    desk = Desk(Store(engine))
    desk.save_rule("ferry.whistle", new_rule(), Edit("Ada", "Noon is loud."), None)
    desk.save_profile(ACCOUNT, Edit("Ben", "Approved."), None)
    desk.roll_back(1, Edit("Cleo", "Too loud."))
    desk.note("Dan", "sign-in", "Dan")
    yield desk
    engine.dispose()


def tamper(place: Path, *statements: str) -> None:
    """What somebody with the file in hand could do, triggers or not."""
    link = sqlite3.connect(place, isolation_level=None)
    for table in ("audit", "revision"):
        for act in ("update", "delete"):
            link.execute(f"drop trigger {table}_no_{act}")
    for statement in statements:
        link.execute(statement)
    link.close()


def test_every_act_is_told_with_who_what_and_from_which_revision_to_which(desk: Desk):
    told = [(e.actor, e.action, e.subject, e.revision_from, e.revision_to) for e in reversed(desk.audit())]
    assert told == [
        ("Second Reading", "revision.pack", "revision 1", None, 1),
        ("Ada", "revision.city", "revision 2", 1, 2),
        ("Ben", "profile.create", "profile x @Ferry", None, None),
        ("Cleo", "revision.rollback", "revision 3", 2, 3),
        ("Dan", "sign-in", "Dan", None, None),
    ]
    assert desk.audit()[1].detail["reason"] == "Too loud."


def test_an_untouched_log_is_whole(desk: Desk):
    report = desk.verify_audit()
    assert (report.entries, report.faults) == (5, ())
    assert report.head == desk.audit()[0].hash


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("update audit set actor = 'Nobody' where number = 2", "entry 2 was changed"),
        ("update audit set at = at + 1 where number = 5", "entry 5 was changed"),
        ("delete from audit where number = 3", "entry 3 is missing"),
        ("delete from audit where number = 5", "5 entries were written"),
        ("delete from audit", "5 entries were written"),
        ("update revision set manifest = '{}' where number = 2", "revision 2 was changed"),
        ("update policy_file set text = text || 'x' where text like '%whistle%'", "ferry/whistle.yaml"),
        ("delete from revision where number = 2", "revision 2 is in the log but gone"),
        (
            "insert into revision (number, manifest, content_hash, source, author, reason, created_at)"
            " select 9, manifest, content_hash, source, author, reason, created_at from revision"
            " where number = 1",
            "revision 9 is not in the log",
        ),
    ],
)
def test_an_edit_or_a_removal_is_found(desk: Desk, place: Path, statement: str, words: str):
    tamper(place, statement)
    assert any(words in fault for fault in desk.verify_audit().faults)


def test_a_chain_that_was_rewritten_from_an_entry_on_lacks_the_hash_that_was_written_down(
    desk: Desk, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    written_down = desk.verify_audit().head
    monkeypatch.setenv("SECONDREADING_DATABASE_URL", f"sqlite:///{place}")
    assert main(["audit", "verify", "--expect", written_down]) == 0
    assert "0 faults" in capsys.readouterr().out
    tamper(place, "delete from audit where number = 5", "update counter set value = 4 where name = 'audit'")
    assert main(["audit", "verify"]) == 0, "the chain alone cannot tell"
    assert main(["audit", "verify", "--expect", written_down]) == 1
    assert "written down" in capsys.readouterr().out


def test_the_command_names_what_is_wrong(
    desk: Desk, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert desk.audit()
    monkeypatch.setenv("SECONDREADING_DATABASE_URL", f"sqlite:///{place}")
    assert main(["audit", "list"]) == 0
    assert "Ada  revision.city  revision 2" in capsys.readouterr().out
    tamper(place, "update audit set actor = 'Nobody' where number = 2")
    assert main(["audit", "verify"]) == 1
    assert "entry 2 was changed after it was written" in capsys.readouterr().out
