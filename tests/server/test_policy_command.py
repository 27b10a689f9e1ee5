"""`secondreading policy export|import`: the policy as files, there and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondreading.cli import main
from secondreading.desk.values import Edit
from tests.server.small_policy import FILES, RULE, new_rule, opened_desk

WHY = ("--author", "Ada", "--reason", "From git.")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a store that the command will make."""
    address = f"sqlite:///{tmp_path / 'store.sqlite3'}"
    monkeypatch.setenv("SECONDREADING_DATABASE_URL", address)
    return address


def written(folder: Path, files: dict[str, str]) -> str:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return str(folder)


def test_an_exported_policy_is_imported_as_it_was(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["policy", "import", written(tmp_path / "town", FILES), *WHY]) == 0
    assert "Revision 2 is published" in capsys.readouterr().out
    with opened_desk(url) as desk:
        desk.save_rule("ferry.whistle", new_rule(), Edit("Ben", "Noon."), None)
        assert desk.revision(2).author == "Ada"
    assert main(["policy", "export", str(tmp_path / "out")]) == 0
    found = {p.relative_to(tmp_path / "out").as_posix(): p for p in (tmp_path / "out").rglob("*.yaml")}
    assert {name: path.read_text("utf-8") for name, path in found.items()} == {
        **FILES,
        "ferry/whistle.yaml": new_rule(),
    }
    assert main(["policy", "export", str(tmp_path / "out"), "--revision", "2"]) == 0
    assert "whistle.yaml is no part of this revision" in capsys.readouterr().err


def test_an_import_names_every_error_by_file_and_line(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    broken = {**FILES, "ferry/timetable.yaml": RULE.replace("[F-1]", "[F-9]").replace("high", "certain")}
    folder = written(tmp_path / "town", broken)
    assert main(["policy", "import", folder, *WHY]) == 2
    said = capsys.readouterr().err
    assert "ferry/timetable.yaml:4: " in said
    assert "ferry/timetable.yaml:5: no document has a clause 'F-9'. Mend: " in said
    with opened_desk(url) as desk:
        assert desk.standing() == 1


def test_a_dry_run_changes_nothing(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    folder = written(tmp_path / "town", FILES)
    assert main(["policy", "import", folder, "--dry-run", *WHY]) == 0
    assert "nothing wrong" in capsys.readouterr().out
    with opened_desk(url) as desk:
        assert desk.standing() == 1


def test_a_folder_or_a_revision_that_is_not_there_is_named(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert url
    assert main(["policy", "import", str(tmp_path / "nowhere"), *WHY]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert main(["policy", "export", str(tmp_path / "out"), "--revision", "9"]) == 2
    assert "no revision 9" in capsys.readouterr().err
