"""Plans, windows, roll-backs, imports, newer packs: what becomes of the policy when time or people move on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondreading.desk.desk import Desk
from secondreading.desk.errors import Missing, Refused, Stale, Taken
from secondreading.desk.standard_pack import merge_pack
from secondreading.desk.values import Edit
from secondreading.store.engine import Store, open_engine
from secondreading.store.ensure import ensure_store
from secondreading.store.publications import in_force_number
from tests.server.small_policy import CITY, FILES, RULE, SECOND, new_rule

NOW = Edit("clerk", "because")
DAY = 86_400


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    engine = open_engine(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    ensure_store(engine, FILES)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def in_force_at(store: Store, moment: float) -> int:
    with store.reading() as link:
        return in_force_number(link, moment)


def later(days: float, until: float | None = None) -> Edit:
    now = int(time.time())
    return Edit("clerk", "a plan", now + int(days * DAY), now + int(until * DAY) if until else None)


def test_a_change_for_a_date_waits_for_it(desk: Desk, store: Store):
    saved = desk.save_rule("ferry.whistle", new_rule(), later(3), None)
    assert (desk.in_force(), desk.standing(), saved.revision) == (1, 1, 2)
    assert [view.state for view in desk.revisions()] == ["planned", "in force"]
    assert in_force_at(store, time.time() + 2.9 * DAY) == 1
    assert in_force_at(store, time.time() + 3.1 * DAY) == 2
    with pytest.raises(Missing):
        desk.rule("ferry.whistle")


def test_after_a_window_the_state_before_returns(desk: Desk, store: Store):
    etag = desk.rule("ferry.timetable").etag
    strict = RULE.replace("official: warn", "official: confirm")
    window = desk.save_rule("ferry.timetable", strict, later(1, until=10), etag).revision
    assert [in_force_at(store, time.time() + days * DAY) for days in (0, 2, 9, 11)] == [1, window, window, 1]


def test_a_change_during_a_plan_goes_into_the_plan_as_well(desk: Desk, store: Store):
    etag = desk.rule("ferry.timetable").etag
    strict = RULE.replace("official: warn", "official: confirm")
    desk.save_rule("ferry.timetable", strict, later(1, until=10), etag)
    saved = desk.save_rule("ferry.whistle", new_rule(), NOW, None)
    assert (saved.in_force, saved.conflicts) == (saved.revision, ())
    carried = desk.export(in_force_at(store, time.time() + 2 * DAY))
    assert carried["ferry/whistle.yaml"] == new_rule()
    assert carried["ferry/timetable.yaml"] == strict
    after = desk.export(in_force_at(store, time.time() + 11 * DAY))
    assert (after["ferry/whistle.yaml"], after["ferry/timetable.yaml"]) == (new_rule(), RULE)


def test_what_cannot_be_carried_into_a_plan_is_a_conflict_that_people_see(desk: Desk, store: Store):
    etag = desk.rule("ferry.timetable").etag
    strict = RULE.replace("official: warn", "official: confirm")
    desk.save_rule("ferry.timetable", strict, later(1, until=10), etag)
    mild = RULE.replace("official: warn", "official: advise")
    saved = desk.save_rule("ferry.timetable", mild, NOW, etag)
    (conflict,) = saved.conflicts
    assert (conflict.path, conflict.base, conflict.ours, conflict.theirs) == (
        "ferry/timetable.yaml",
        RULE,
        strict,
        mild,
    )
    assert desk.conflicts() == [conflict]
    assert desk.export(in_force_at(store, time.time() + 2 * DAY))["ferry/timetable.yaml"] == strict


def test_a_later_plan_starts_from_an_earlier_one(desk: Desk, store: Store):
    desk.save_rule("ferry.whistle", new_rule(), later(1), None)
    desk.save_rule("ferry.horn", new_rule("horn", "sound the horn"), later(5), None)
    late = desk.export(in_force_at(store, time.time() + 6 * DAY))
    assert {"ferry/whistle.yaml", "ferry/horn.yaml"} <= set(late)


def test_a_window_goes_before_a_plan_that_begins_within_it(desk: Desk, store: Store):
    etag = desk.rule("ferry.timetable").etag
    strict = RULE.replace("official: warn", "official: confirm")
    window = desk.save_rule("ferry.timetable", strict, later(1, until=10), etag).revision
    plan = desk.save_rule("ferry.whistle", new_rule(), later(3), None).revision
    assert [in_force_at(store, time.time() + days * DAY) for days in (2, 5, 11)] == [window, window, plan]


def test_a_plan_can_be_called_off_and_a_window_ended(desk: Desk, store: Store):
    desk.save_rule("ferry.whistle", new_rule(), later(1, until=9), None)
    (planned,) = desk.planned()
    assert planned.publication is not None
    desk.withdraw(planned.publication, NOW)
    assert in_force_at(store, time.time() + 2 * DAY) == 1
    assert desk.planned() == []
    assert desk.revision(planned.number).state == "withdrawn"
    with pytest.raises(Missing):
        desk.withdraw(planned.publication, NOW)


def test_a_roll_back_is_a_new_revision_with_the_old_files(desk: Desk):
    desk.save_rule("ferry.whistle", new_rule(), NOW, None)
    saved = desk.roll_back(1, Edit("Ben", "It flagged too much."))
    assert (saved.revision, desk.in_force()) == (3, 3)
    assert desk.export() == FILES
    newest = desk.revisions()[0]
    assert (newest.source, newest.author, newest.reason) == ("rollback", "Ben", "It flagged too much.")
    with pytest.raises(Missing):
        desk.roll_back(77, NOW)


def test_an_import_tells_all_errors_with_file_and_line_and_changes_nothing(desk: Desk):
    broken = {
        **FILES,
        "ferry/timetable.yaml": RULE.replace("[F-1]", "[F-9]").replace("high", "certain"),
        "ferry/mooring.yaml": SECOND.replace("official: warn", "official: forbid"),
        "city.yaml": CITY.replace("start: 2026-09-01", "start: soon"),
    }
    with pytest.raises(Refused) as refused:
        desk.import_files(broken, NOW)
    places = {(refusal.file, refusal.line) for refusal in refused.value.refusals}
    assert {
        ("ferry/timetable.yaml", 4),
        ("ferry/timetable.yaml", 5),
        ("ferry/mooring.yaml", 3),
        ("city.yaml", 18),
    } <= places
    assert desk.standing() == 1


def test_an_export_can_be_imported_again_as_it_is(desk: Desk):
    files = desk.export()
    changed = {**files, "ferry/whistle.yaml": new_rule()}
    desk.import_files(changed, NOW)
    assert desk.export() == changed
    assert desk.export(1) == FILES


def test_an_import_over_somebody_elses_change_is_refused_with_the_difference(desk: Desk):
    desk.save_rule("ferry.whistle", new_rule(), Edit("Ben", "Noon."), None)
    with pytest.raises(Stale) as stale:
        desk.import_files({**FILES, "ferry/mooring.yaml": SECOND.replace("high", "low")}, NOW, etag="1")
    assert [change.author for change in stale.value.changes] == ["Ben"]
    assert "+id: ferry.whistle" in stale.value.difference


def test_a_citys_changes_stay_when_a_newer_pack_comes_under_them(desk: Desk, store: Store):
    ours = RULE.replace("Consider linking", "Please consider linking")
    desk.save_rule("ferry.timetable", ours, NOW, desk.rule("ferry.timetable").etag)
    pack = {
        **FILES,
        "ferry/timetable.yaml": RULE.replace("title: The timetable", "title: The winter timetable"),
        "ferry/mooring.yaml": SECOND.replace("high", "medium"),
        "ferry/whistle.yaml": new_rule(),
    }
    assert merge_pack(store, pack) == 3
    merged = desk.export()
    assert "Please consider linking" in merged["ferry/timetable.yaml"]
    assert "title: The winter timetable" in merged["ferry/timetable.yaml"]
    assert merged["ferry/mooring.yaml"] == pack["ferry/mooring.yaml"]
    assert merged["ferry/whistle.yaml"] == new_rule()
    assert desk.conflicts() == []
    assert merge_pack(store, pack) is None, "a second start does not merge it again"
    assert merge_pack(store, FILES) is None, "an older node does not undo it"


def test_a_pack_that_changes_the_same_lines_leaves_the_citys_and_shows_the_conflict(desk: Desk, store: Store):
    ours = RULE.replace("official: warn", "official: confirm")
    desk.save_rule("ferry.timetable", ours, NOW, desk.rule("ferry.timetable").etag)
    theirs = RULE.replace("official: warn", "official: advise")
    merge_pack(store, {**FILES, "ferry/timetable.yaml": theirs})
    assert desk.export()["ferry/timetable.yaml"] == ours
    (conflict,) = desk.conflicts()
    saved = desk.settle(conflict.id, "theirs", Edit("Ada", "Theirs is better."))
    assert saved is not None
    assert desk.export()["ferry/timetable.yaml"] == theirs
    assert desk.conflicts() == []


def test_a_pack_that_would_break_the_policy_changes_nothing_and_says_so(desk: Desk, store: Store):
    uses = new_rule("whistle", "whistle").replace("terms: [whistle]", 'terms: ["{boat} whistle"]')
    uses = uses.replace("[[whistle]]", "[[ferry whistle]]")
    desk.save_rule("ferry.whistle", uses, NOW, None)
    without = {**FILES, "words/ferry.yaml": FILES["words/ferry.yaml"].replace("boat:", "vessel:")}
    merge_pack(store, without)
    assert desk.export()["words/ferry.yaml"] == FILES["words/ferry.yaml"]
    (conflict,) = desk.conflicts()
    assert conflict.path == "words/ferry.yaml"
    assert "no word list" in conflict.note


def test_a_file_that_rules_need_cannot_be_taken_out(desk: Desk):
    with pytest.raises(Refused, match="no document has a clause"):
        desk.delete_file("documents.yaml", NOW, desk.file("documents.yaml").etag)
    with pytest.raises(Taken):
        desk.save_file("words/ferry.yaml", "a: [b]\n", NOW, None)


def test_a_rule_of_the_pack_that_takes_a_side_can_still_be_mended_but_not_made_worse(tmp_path: Path):
    partial = new_rule("whistle", "unbecoming").replace(
        "The summer timetable is posted.", "The whistle is loud."
    )
    engine = open_engine(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    ensure_store(engine, {**FILES, "ferry/whistle.yaml": partial})
    desk = Desk(Store(engine))
    etag = desk.rule("ferry.whistle").etag
    desk.save_rule("ferry.whistle", partial.replace("high", "low"), NOW, etag)
    worse = partial.replace("terms: [unbecoming]", "terms: [unbecoming, Upstream Party]")
    with pytest.raises(Refused, match="Upstream Party"):
        desk.save_rule("ferry.whistle", worse, NOW, desk.rule("ferry.whistle").etag)
    engine.dispose()
