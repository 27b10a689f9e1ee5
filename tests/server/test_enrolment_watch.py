"""Enrolments in memory: felt within two seconds, without asking the store at every check."""

from __future__ import annotations

from collections.abc import Mapping

from secondreading.api.enrolment_watch import EnrolmentWatch
from secondreading.enrolment import Enrolment
from tests.waiting import wait_until


class Memory:
    """A store of enrolments that counts how often it is asked, and may be out of order."""

    def __init__(self, enrolments: dict[str, Enrolment]) -> None:
        self.enrolments, self.reads, self.broken = enrolments, 0, False
        self.written: dict[str, tuple[int, int]] = {}

    def read(self) -> dict[str, Enrolment]:
        self.reads += 1
        if self.broken:
            raise OSError("the store is away")
        return dict(self.enrolments)

    def add_use(self, counts: Mapping[str, tuple[int, int]], day: str) -> None:
        assert len(day) == 10
        if self.broken:
            raise OSError("the store is away")
        self.written.update(counts)


def an_enrolment(**changes: object) -> Enrolment:
    values: dict[str, object] = {
        "id": "0123456789ab",
        "label": "Ring 1",
        "secret_hash": "a" * 64,
        "number": 2,
        "previous_hash": "",
        "previous_until": 0,
        "created_at": 0,
        "revoked_at": None,
        **changes,
    }
    return Enrolment(**values)  # type: ignore[arg-type]


def test_the_first_check_after_a_quiet_hour_feels_a_revocation_at_once():
    now = [0.0]
    store = Memory({"0123456789ab": an_enrolment()})
    watch = EnrolmentWatch(store, clock=lambda: now[0])
    assert watch.accepts("0123456789ab", 2)
    store.enrolments["0123456789ab"] = an_enrolment(revoked_at=1)
    now[0] += 3_600
    assert not watch.accepts("0123456789ab", 2)


def test_a_token_that_another_node_gave_a_moment_ago_holds_here_too():
    store = Memory({})
    watch = EnrolmentWatch(store, clock=lambda: 0.0)
    assert not watch.accepts("0123456789ab", 2)
    store.enrolments["0123456789ab"] = an_enrolment()
    assert watch.accepts("0123456789ab", 2)
    store.enrolments["0123456789ab"] = an_enrolment(number=3)
    assert watch.accepts("0123456789ab", 3)


def test_the_store_is_not_asked_at_every_check():
    now = [0.0]
    store = Memory({"0123456789ab": an_enrolment()})
    watch = EnrolmentWatch(store, clock=lambda: now[0])
    for _ in range(500):
        now[0] += 0.001
        assert watch.accepts("0123456789ab", 2)
    assert store.reads == 1


def test_checks_go_on_with_the_last_known_state_while_the_store_is_away():
    now = [0.0]
    store = Memory({"0123456789ab": an_enrolment()})
    watch = EnrolmentWatch(store, clock=lambda: now[0])
    assert watch.accepts("0123456789ab", 2)
    store.broken = True
    watch.count("0123456789ab", tokens=1, checks=3)
    watch.flush()
    now[0] += 60
    assert watch.accepts("0123456789ab", 2)
    store.broken = False
    watch.flush()
    assert store.written == {"0123456789ab": (1, 3)}


def test_counts_reach_the_store_even_where_checks_are_rare():
    now = [0.0]
    store = Memory({"0123456789ab": an_enrolment()})
    watch = EnrolmentWatch(store, clock=lambda: now[0])
    for _ in range(3):
        now[0] += 10
        assert watch.accepts("0123456789ab", 2)
        watch.count("0123456789ab", checks=1)
    wait_until(lambda: store.written)
    assert store.written["0123456789ab"] == (0, 2)
