"""Wait for what another process or thread does; a machine of CI may be slow, so the wait is long."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST_S = 30.0


def wait_until(
    holds: Callable[[], object], longest_s: float = LONGEST_S, why: Callable[[], object] = lambda: ""
) -> None:
    """Returns as soon as `holds()` is true; fails after `longest_s` seconds and tells what `why()` says by then."""
    end = time.monotonic() + longest_s
    while not holds():
        assert time.monotonic() < end, f"it did not come true in time {why()}"
        time.sleep(0.02)
