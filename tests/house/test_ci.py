"""CI must not pass on tests that did not run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import PROJECT

COUNTER = PROJECT / ".ci" / "count_tests.py"
PASSED = '<testcase classname="tests.core.test_check" name="test_a"/>'
SKIPPED = '<testcase classname="tests.server.test_b" name="test_b"><skipped/></testcase>'
FAILED = '<testcase classname="tests.server.test_c" name="test_c"><failure/></testcase>'
SKIPPED_IN_THE_BROWSER = '<testcase classname="tests.browser.test_d" name="test_d"><skipped/></testcase>'


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return tmp_path / "junit.xml"


def _count(report: Path, *cases: str) -> tuple[int, str]:
    if cases:
        report.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", "utf-8")
    done = subprocess.run([sys.executable, COUNTER, report], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.splitlines()[-1]


def test_passed_and_skipped_tests_are_counted(report: Path):
    assert _count(report, PASSED, PASSED, SKIPPED) == (0, "2 passed, 0 failed, 1 skipped")


def test_a_failed_test_fails_the_run(report: Path):
    assert _count(report, PASSED, FAILED) == (1, "1 passed, 1 failed, 0 skipped")


def test_a_skipped_browser_test_fails_the_run(report: Path):
    assert _count(report, PASSED, SKIPPED_IN_THE_BROWSER) == (1, "1 passed, 1 failed, 0 skipped")


def test_a_run_without_a_single_test_fails(report: Path):
    assert _count(report, SKIPPED)[0] == 1


def test_a_run_that_left_no_report_fails(report: Path):
    assert _count(report)[0] == 1


@pytest.mark.parametrize("script", sorted((PROJECT / ".ci").iterdir()), ids=lambda path: path.name)
def test_a_script_of_ci_can_be_run(script: Path):
    if script.suffix != ".py":
        assert script.stat().st_mode & 0o111, f"chmod +x .ci/{script.name}"
