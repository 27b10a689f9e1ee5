"""What is counted of the rules' use, and how little of it is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from secondreading.api.figures import FLUSH_EVERY_S, Figures
from secondreading.store.figures import Figure, FigureKind
from secondreading.web.admin.logs import sum_up

TONE, DAY = "respect.tone", date(2026, 8, 10)


class Shelf:
    """Keeps counts as the store does, and may be out of reach."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], int] = {}
        self.is_down = False

    def add_figures(self, counts: Mapping[tuple[str, str], int], day: str) -> None:
        if self.is_down:
            raise OSError
        for (rule, kind), count in counts.items():
            self.kept[rule, kind, day] = self.kept.get((rule, kind, day), 0) + count


def test_counts_are_added_to_the_store_once():
    shelf = Shelf()
    figures = Figures(shelf, lambda: DAY)
    figures.count(TONE, FigureKind.FIXED)
    figures.count(TONE, FigureKind.FIXED)
    figures.flush()
    figures.flush()
    assert shelf.kept == {(TONE, "fixed", "2026-08-10"): 2}


def test_counts_wait_while_the_store_is_out_of_reach():
    shelf = Shelf()
    figures = Figures(shelf, lambda: DAY)
    shelf.is_down = True
    figures.count(TONE, FigureKind.WRONG)
    figures.flush()
    shelf.is_down = False
    figures.count(TONE, FigureKind.WRONG)
    figures.flush()
    assert shelf.kept == {(TONE, "wrong", "2026-08-10"): 2}


def test_the_store_is_not_asked_at_every_count():
    now = [0.0]
    shelf = Shelf()
    figures = Figures(shelf, lambda: DAY, lambda: now[0])
    figures.count(TONE, FigureKind.FIXED)
    assert shelf.kept == {}
    now[0] = FLUSH_EVERY_S
    figures.count(TONE, FigureKind.FIXED)
    figures.wait()
    assert shelf.kept == {(TONE, "fixed", "2026-08-10"): 2}


def _figure(
    count: int, kind: FigureKind = FigureKind.FIRED, day: str = "2026-08-10", rule: str = TONE
) -> Figure:
    return Figure(day, rule, kind, count)


def test_days_add_up_and_the_loudest_rule_comes_first():
    counts = [_figure(3), _figure(9, day="2026-08-11"), _figure(40, rule="privacy.minor")]
    rows = sum_up(counts, {TONE: "A curt word"})
    assert [(row["title"], row["counts"][0]) for row in rows] == [("", 40), ("A curt word", 12)]


def test_a_small_count_is_not_told():
    (row,) = sum_up([_figure(4), _figure(5, FigureKind.FIXED), _figure(1, FigureKind.WRONG)], {})
    assert row["counts"] == [None, 5, 0, None]


def test_checks_and_feedback_are_counted_by_rule_and_nothing_else(app: Flask, admin: FlaskClient):
    here = app.test_client()
    body = {
        "draft": {"text": "Whatever. Whatever! A marked text nobody may keep."},
        "account": {"profile": "official"},
    }
    for _ in range(6):
        assert here.post("/v1/check", json=body).status_code == 200
        assert here.post("/v1/feedback", json={"rule": TONE, "kind": "fixed"}).status_code == 204
    page = admin.get("/admin/figures").get_data(as_text=True)
    row = page.partition(f'href="/admin/rules/{TONE}"')[2].partition("</tr>")[0]
    assert row.count(">6<") == 2
    assert "marked text" not in page


def test_feedback_about_nothing_that_is_known_is_refused(app: Flask):
    here = app.test_client()
    for wrong in (
        {"rule": "respect.nothing", "kind": "fixed"},
        {"rule": TONE, "kind": "fired"},
        {"rule": TONE},
        {},
    ):
        answer = here.post("/v1/feedback", json=wrong)
        assert answer.status_code == 422
        assert answer.content_type == "application/problem+json"
