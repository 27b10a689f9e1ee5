"""What every test may use: the working material beside the checkout, and whether this is CI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="run the long forms of the tests that have one (minutes)"
    )


@pytest.fixture(scope="session")
def thorough(request: pytest.FixtureRequest) -> bool:
    """Whether a test that can be long shall be."""
    return bool(request.config.getoption("--thorough"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all tests: a second one in the same process would refuse to start."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def project() -> Path:
    """The top folder of the checkout."""
    return PROJECT


@pytest.fixture(scope="session")
def in_ci() -> bool:
    """Whether a missing tool is a failure (CI) or a reason to skip (a developer's machine)."""
    return IN_CI


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The working material at `../shared`. Optional for a developer, required in CI."""
    folder = PROJECT.parent / "shared"
    if folder.is_dir():
        return folder
    message = "The working material ../shared is not beside this checkout."
    if IN_CI:
        pytest.fail(message)
    pytest.skip(message)
