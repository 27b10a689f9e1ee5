"""A wheel, a source archive, and the program installed from the wheel into a fresh virtual environment."""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Installed:
    """A virtual environment that holds nothing but the wheel and what it depends on."""

    programs: Path
    empty_folder: Path

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run `secondreading` from an empty folder, so that no checkout can help it."""
        return subprocess.run(
            [self.programs / "secondreading", *arguments],
            cwd=self.empty_folder,
            env={},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive of this checkout."""
    return build(PROJECT, tmp_path_factory.mktemp("distributions"))


@pytest.fixture(scope="session")
def installed(distributions: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    home = tmp_path_factory.mktemp("installed")
    venv.create(home / "venv", with_pip=True)
    programs = home / "venv" / "bin"
    (wheel,) = distributions.glob("*.whl")
    _run([programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], home)
    empty = home / "empty"
    empty.mkdir()
    return Installed(programs, empty)


def build(source: Path, target: Path) -> Path:
    """Build wheel and source archive of the project in `source` into the folder `target`."""
    _run([sys.executable, "-m", "hatchling", "build", "-d", target], source)
    return target


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
