"""How often each rule fired, was fixed, acknowledged or reported wrong: counts a day, never by person.

Every process counts in memory and adds its counts to the store now and then, in a thread of its own:
no check waits for the store. Knows no SQL and no Flask.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Protocol

from secondreading.domain import Finding
from secondreading.store.figures import FigureKind

log = logging.getLogger(__name__)
FLUSH_EVERY_S = 20.0


class FigureStore(Protocol):
    """Adds counts to those of a day, such as 2026-08-10."""

    def add_figures(self, counts: Mapping[tuple[str, str], int], day: str) -> None: ...


class Figures:
    """The counts of one process that are not in the store yet."""

    def __init__(
        self, store: FigureStore, today: Callable[[], date], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._today, self._clock = store, today, clock
        self._lock, self._flushing = threading.Lock(), threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._next_flush = clock() + FLUSH_EVERY_S

    def count_findings(self, findings: Iterable[Finding]) -> None:
        """Count each rule of a report once, however many words it marks."""
        rules = {finding.rule for finding in findings}
        if rules:
            self._count((rule, FigureKind.FIRED) for rule in rules)

    def count(self, rule: str, kind: FigureKind) -> None:
        self._count([(rule, kind)])

    def _count(self, keys: Iterable[tuple[str, FigureKind]]) -> None:
        with self._lock:
            for rule, kind in keys:
                self._counts[rule, kind.value] += 1
        if self._clock() >= self._next_flush and self._flushing.acquire(blocking=False):
            self._next_flush = self._clock() + FLUSH_EVERY_S
            threading.Thread(target=self._flush_and_release, name="figures", daemon=True).start()

    def _flush_and_release(self) -> None:
        try:
            self.flush()
        finally:
            self._flushing.release()

    def wait(self) -> None:
        """Until a flush that is under way is done."""
        with self._flushing:
            pass

    def flush(self) -> None:
        """Add what was counted to the store. Where it cannot be reached, the counts stay for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            self._store.add_figures(counts, self._today().isoformat())
        except Exception as fault:
            log.warning("figures could not be added to the store: %s", type(fault).__name__)
            with self._lock:
                self._counts.update(counts)
