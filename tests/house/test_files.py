"""What every tracked file has to keep to."""

from __future__ import annotations

import ast
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from tests.house.source import PROJECT, parsed, shown, tracked, tracked_files

LONGEST_FILE = 250
LONGEST_FUNCTION = 35

# File or `file:function` -> why it may be longer. A reason is a sentence, not a wish.
LONGER: dict[str, str] = {
    "server/secondreading/matchers/trie.py:ends": (
        "The inner loop of every check: a call for each step would cost more than the step itself."
    ),
}

_NOT_OURS_TO_SHORTEN = {"package-lock.json", "LICENSE"}
_CODE = (".py", ".js", ".mjs", ".css", ".html")
_THIS_FILE = Path(__file__).resolve()


def _texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked_files():
        raw = path.read_bytes()
        if b"\0" not in raw and path != _THIS_FILE:
            found.append((path, raw.decode("utf-8")))
    return found


def _lines_with(pattern: str, message: str) -> list[str]:
    search = re.compile(pattern).search
    return [
        f"{shown(path, number)}: {message}"
        for path, text in _texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if search(line)
    ]


def test_no_file_is_longer_than_a_reader_holds_in_mind():
    wrong = [
        f"{shown(path)}: {lines} lines; split it, or give the reason in tests/house/test_files.py"
        for path in tracked(*_CODE)
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE and shown(path) not in LONGER
    ]
    assert not wrong, "\n".join(wrong)


def test_no_function_is_longer_than_a_screen():
    wrong = [
        f"{shown(path, node.lineno)}: {node.name} has {lines} lines; split it, or give the reason"
        for path in tracked(".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
        if f"{shown(path)}:{node.name}" not in LONGER
    ]
    assert not wrong, "\n".join(wrong)


def test_every_reason_for_length_is_still_needed():
    names = {shown(path) for path in tracked_files()}
    stale = [name for name in LONGER if name.partition(":")[0] not in names]
    assert not stale, f"Take these out of LONGER, the files are gone: {stale}"


def test_no_file_names_a_path_of_one_machine():
    wrong = _lines_with(r"(?<![\w.}>$)])/(?:work|root|tmp|home|Users)/[\w.]", "a path of one machine")
    assert not wrong, "\n".join(wrong)


def test_no_file_names_a_package_registry():
    wrong = _lines_with(
        r"registry\.(?:npmjs|yarnpkg)|pypi\.org/simple|pythonhosted\.org|index-url", "a registry"
    )
    assert not wrong, "\n".join(wrong)


def test_the_lock_file_holds_no_download_address():
    lock = PROJECT / "package-lock.json"
    assert '"resolved"' not in lock.read_text("utf-8"), (
        "package-lock.json holds download addresses: remove it and run `npm install --package-lock-only`, "
        ".npmrc leaves them out"
    )


@pytest.mark.parametrize("path", tracked(".json", ".webmanifest"), ids=shown)
def test_a_json_file_can_be_read_and_repeats_no_key(path: Path):
    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in pairs]
        assert len(keys) == len(set(keys)), f"{shown(path)}: a key is written twice among {sorted(keys)}"
        return dict(pairs)

    json.loads(path.read_text("utf-8"), object_pairs_hook=unique)


def test_every_yaml_file_can_be_read():
    wrong = []
    for path in tracked(".yaml", ".yml"):
        try:
            yaml.safe_load(path.read_text("utf-8"))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            wrong.append(f"{shown(path, line)}: {error.problem}")
    assert not wrong, "\n".join(wrong)


def test_a_todo_has_a_month_and_the_month_is_not_over():
    this_month = datetime.now(UTC).strftime("%Y-%m")
    marker = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?: (\d{4}-\d\d))?")
    wrong = [
        f"{shown(path, number)}: do it now, or write `TODO YYYY-MM: what`"
        for path, text in _texts()
        if path.suffix in {*_CODE, ".yaml", ".sh"}
        for number, line in enumerate(text.splitlines(), start=1)
        if (found := marker.search(line)) and (found[1] or "") < this_month
    ]
    assert not wrong, "\n".join(wrong)


def test_the_name_of_a_test_reads_as_a_sentence():
    wrong = [
        f"{shown(path, node.lineno)}: {node.name} does not say what holds"
        for path in tracked(".py", under="tests")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert not wrong, "\n".join(wrong)
