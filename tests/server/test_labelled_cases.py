"""`secondreading rules test --cases`: how right each rule is on cases that people have labelled."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from secondreading.cli import main
from tests.server.small_policy import FILES

RULE_AND_TOPIC = ("ferry.timetable", "ferry ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "rules" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *cases: dict[str, Any] | str) -> int:
    file = folder / "cases.jsonl"
    lines = [case if isinstance(case, str) else json.dumps(case) for case in cases]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return main(["rules", "test", "--rules", str(folder / "rules"), "--cases", str(file)])


def case(text: str, *expect: str, **more: Any) -> dict[str, Any]:
    return {"id": "x", "text": text, "account": {"profile": "official"}, "expect": list(expect), **more}


def line(printed: str, start: str) -> str:
    return next(line for line in printed.splitlines() if line.startswith(start))


def test_without_cases_every_rule_shows_how_its_examples_went(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["rules", "test", "--rules", str(folder / "rules")]) == 0
    printed = capsys.readouterr().out
    assert " of " in line(printed, "ferry.timetable")
    assert "precision" not in printed


def test_a_rule_and_its_topic_show_precision_and_recall(folder: Path, capsys: pytest.CaptureFixture[str]):
    said, missed, wrong, wrong_again, fine = (
        case("The winter timetable is out.", "ferry"),
        case("All quiet on the water.", "ferry"),
        case("We like the winter timetable."),
        case("Who has the winter timetable?"),
        case("Good morning."),
    )
    assert run(folder, said, missed, wrong, wrong_again, fine) == 0
    printed = capsys.readouterr().out
    for start in RULE_AND_TOPIC:
        assert "precision 0.333 (1 of 3)  recall 0.500 (1 of 2)" in line(printed, start)
    assert "5 cases, 3 of them fine, 1 of these left alone" in printed


def test_a_case_may_name_the_rule_instead_of_the_topic(folder: Path, capsys: pytest.CaptureFixture[str]):
    run(folder, case("The winter timetable is out.", "ferry.timetable"))
    printed = capsys.readouterr().out
    for start in RULE_AND_TOPIC:
        assert "recall 1.000 (1 of 1)" in line(printed, start)


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("no json", "line 1"),
        (json.dumps({"text": "no labels"}), "expect"),
        (case("Fine.", "harbour"), "harbour"),
        (case("Fine.", account={"profile": "king"}), "account.profile"),
        ({"expect": []}, "draft.text"),
    ],
    ids=["broken", "no-labels", "unknown-topic", "unknown-profile", "no-text"],
)
def test_a_line_that_is_no_case_is_named_with_its_mend(
    folder: Path, capsys: pytest.CaptureFixture[str], bad: dict[str, Any] | str, words: str
):
    assert run(folder, bad) == 2
    assert words in capsys.readouterr().err


def test_a_file_without_cases_and_no_file_at_all_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(folder, "") == 2
    assert "no case" in capsys.readouterr().err
    absent = str(folder / "absent.jsonl")
    assert main(["rules", "test", "--rules", str(folder / "rules"), "--cases", absent]) == 2
    assert absent in capsys.readouterr().err
