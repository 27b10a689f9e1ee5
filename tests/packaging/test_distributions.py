"""What the wheel and the source archive hold."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, PROJECT, tracked_files
from tests.packaging.conftest import build

pytestmark = pytest.mark.packaging


def _wheel_names(folder: Path) -> set[str]:
    (wheel,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def _shipped_as() -> dict[Path, str]:
    """Every file that must travel, and its name in the wheel."""
    names = {}
    for path in tracked_files():
        for folder, place in (
            (PACKAGE, "secondreading"),
            (PROJECT / "policy_rules", "secondreading/_policy_rules"),
            (PROJECT / "extension", "secondreading/_extension"),
        ):
            if path.is_relative_to(folder):
                names[path] = f"{place}/{path.relative_to(folder).as_posix()}"
    return names


def test_the_wheel_carries_rules_pages_migrations_and_extension(distributions: Path):
    missing = set(_shipped_as().values()) - _wheel_names(distributions)
    assert not missing, f"These files do not come with the wheel: {sorted(missing)}"


def test_the_wheel_carries_nothing_but_the_package(distributions: Path):
    strangers = {
        name
        for name in _wheel_names(distributions)
        if name not in _shipped_as().values() and ".dist-info/" not in name
    }
    assert not strangers, f"These files have no place in the wheel: {sorted(strangers)}"


def test_a_wheel_built_from_the_source_archive_is_the_same(distributions: Path, tmp_path: Path):
    (archive,) = distributions.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    assert _wheel_names(build(source, tmp_path / "again")) == _wheel_names(distributions)
