"""count_tests.py JUNIT_XML: print `N passed, N failed`; a skipped browser test counts as failed."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

_FAILURES = {"failure", "error"}


def main(report: Path) -> int:
    if not report.is_file():
        print("0 passed, 1 failed (the tests did not run to their end)")
        return 1
    cases = list(ElementTree.parse(report).iter("testcase"))
    outcomes = Counter(_outcome(case) for case in cases)
    unseen = [case for case in cases if _outcome(case) == "skipped" and _drives_a_browser(case)]
    for case in unseen:
        print(f"Skipped, but CI must run every browser test: {case.get('classname')}.{case.get('name')}")
    failed = outcomes["failed"] + len(unseen)
    print(f"{outcomes['passed']} passed, {failed} failed, {outcomes['skipped'] - len(unseen)} skipped")
    return 1 if failed or not outcomes["passed"] else 0


def _outcome(case: ElementTree.Element) -> str:
    marks = {child.tag for child in case}
    if marks & _FAILURES:
        return "failed"
    return "skipped" if "skipped" in marks else "passed"


def _drives_a_browser(case: ElementTree.Element) -> bool:
    return "browser" in (case.get("classname") or "").split(".")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
