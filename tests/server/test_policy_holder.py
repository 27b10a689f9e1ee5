"""A newer policy comes into force by itself; a broken one never does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from secondreading.api.policy_holder import PolicyHolder
from secondreading.domain import Profile, Role
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.errors import PolicyErrors
from secondreading.policy.load import read_folder
from secondreading.register import ProfileRegister, RegisteredProfile
from secondreading.resources import policy_rules_folder
from secondreading.store.engine import exclusive_transaction, open_engine
from secondreading.store.ensure import ensure_store
from secondreading.store.profiles import save_profile
from secondreading.store.revisions import Change, Source, add_revision
from secondreading.store.source import StoreSource
from tests.waiting import wait_until

PACK = read_folder(policy_rules_folder())


class Store(StoreSource):
    """A store that a test can change and count the questions of."""

    def __init__(self, folder: Path) -> None:
        self.engine = open_engine(f"sqlite:///{folder / 'store.sqlite3'}")
        ensure_store(self.engine, PACK)
        super().__init__(self.engine)
        self.questions = 0
        self.compiled = 0

    def versions(self) -> tuple[int, int]:
        self.questions += 1
        return super().versions()

    def load_policy(self) -> CompiledPolicy:
        self.compiled += 1
        return super().load_policy()

    def change(self, **files: str) -> None:
        changed = {name.replace("__", "/") + ".yaml": text for name, text in files.items()}
        with exclusive_transaction(self.engine) as connection:
            add_revision(
                connection,
                Change(files={**PACK, **changed}, source=Source.CITY, author="clerk", reason="a test"),
            )


class Clock:
    """Monotonic seconds that a test can move."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path)
    yield opened
    opened.engine.dispose()


def let_it_look(holder: PolicyHolder, clock: Clock) -> None:
    """One request after the gate has opened, and the end of the look that it starts."""
    clock.now += 1.01
    holder.current()
    for thread in threading.enumerate():
        if thread.name == "policy-look":
            thread.join(30)


def test_a_newer_revision_comes_into_force(store: Store):
    clock = Clock()
    holder = PolicyHolder(store, clock)
    assert holder.current().policy.stamp.revision == 1
    store.change()
    let_it_look(holder, clock)
    assert holder.current().policy.stamp.revision == 2


def test_the_store_is_asked_at_most_once_a_second(store: Store):
    clock = Clock()
    holder = PolicyHolder(store, clock)
    before = store.questions
    let_it_look(holder, clock)
    for _ in range(100):
        clock.now += 0.009
        holder.current()
    assert store.questions == before + 1


def test_a_look_that_finds_nothing_new_compiles_nothing(store: Store):
    clock = Clock()
    holder = PolicyHolder(store, clock)
    let_it_look(holder, clock)
    assert store.compiled == 1


def test_a_broken_revision_never_replaces_a_good_one(store: Store, caplog: pytest.LogCaptureFixture):
    clock = Clock()
    holder = PolicyHolder(store, clock)
    store.change(confidentiality__broken="severity: [")
    for _ in range(3):
        let_it_look(holder, clock)
    assert holder.current().policy.stamp.revision == 1
    assert "errors" in holder.trouble
    assert store.compiled == 2, "a broken revision is compiled once, not every second"
    assert len(caplog.records) == 1
    store.change()
    let_it_look(holder, clock)
    assert holder.current().policy.stamp.revision == 3
    assert holder.trouble == ""


def test_a_store_that_cannot_be_read_leaves_the_policy_in_force(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    clock = Clock()
    holder = PolicyHolder(store, clock)
    with monkeypatch.context() as patched:
        patched.setattr(store, "versions", lambda: 1 / 0)
        let_it_look(holder, clock)
        assert holder.current().policy.stamp.revision == 1
        assert "store" in holder.trouble
    let_it_look(holder, clock)
    assert holder.trouble == ""


def test_a_change_of_the_register_comes_into_force_without_compiling(store: Store):
    clock = Clock()
    holder = PolicyHolder(store, clock)
    entry = RegisteredProfile(platform="x", handle="@Parks", profile=Profile.OFFICIAL, role=Role.STAFF)
    with exclusive_transaction(store.engine) as connection:
        save_profile(connection, entry)
    let_it_look(holder, clock)
    assert ("x", "parks") in holder.current().register.profiles
    assert store.compiled == 1


def test_a_server_does_not_start_with_a_policy_that_has_errors(store: Store):
    store.change(confidentiality__broken="severity: [")
    with pytest.raises(PolicyErrors):
        PolicyHolder(store)


def test_the_register_in_force_knows_the_handles_of_the_citys_facts(store: Store):
    in_force = PolicyHolder(store).current()
    assert isinstance(in_force.register, ProfileRegister)
    assert "maplebendcity" in in_force.register.city_handles


def test_today_is_the_date_in_the_citys_time_zone(store: Store):
    """These two are 25 hours apart, so their dates always differ."""
    in_force = PolicyHolder(store).current()
    east, west = (
        replace(in_force, zone=ZoneInfo(name)) for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago")
    )
    assert west.today() < east.today()
    assert in_force.zone.key == in_force.policy.facts.time_zone


def test_a_watching_holder_finds_what_is_new_without_a_request(store: Store):
    holder = PolicyHolder(store)
    holder.watch()
    store.change()
    wait_until(lambda: holder.current().policy.stamp.revision == 2)
