"""Which enrolments count now, in memory: a check must not wait for the store. Knows no SQL and no Flask.

A revocation has to be felt within two seconds, on every node, even by the first check after a quiet hour.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Protocol

from secondreading.enrolment import Enrolment

log = logging.getLogger(__name__)
# Looked up again in the background when this old; waited for when older than the second figure.
LOOK_AFTER_S = 0.8
TOO_OLD_S = 1.6
FLUSH_EVERY_S = 15.0


class EnrolmentStore(Protocol):
    """Where enrolments come from, and where their counts go."""

    def read(self) -> dict[str, Enrolment]: ...
    def add_use(self, counts: Mapping[str, tuple[int, int]], day: str) -> None: ...


class EnrolmentWatch:
    """One for each process. Where the store cannot be read, the last known state counts: checks go on."""

    def __init__(self, source: EnrolmentStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._source, self._clock = source, clock
        self._known: Mapping[str, Enrolment] = {}
        self._read_at = float("-inf")
        self._looking, self._counting = threading.Lock(), threading.Lock()
        self._counts: dict[str, tuple[int, int]] = {}
        self._flushed_at = clock()

    def current(self) -> Mapping[str, Enrolment]:
        """All enrolments by id, at most two seconds old."""
        age = self._clock() - self._read_at
        if age >= TOO_OLD_S:
            with self._looking:
                if self._clock() - self._read_at >= TOO_OLD_S:
                    self._read()
        elif age >= LOOK_AFTER_S and self._looking.acquire(blocking=False):
            threading.Thread(target=self._look, name="enrolment-look", daemon=True).start()
        return self._known

    def fresh(self) -> Mapping[str, Enrolment]:
        """All enrolments as they stand this moment: for secrets, which are shown once an hour."""
        with self._looking:
            self._read()
        return self._known

    def accepts(self, identity: str, number: int) -> bool:
        """Whether a token given for the secret `number` of this enrolment still holds."""
        known = self.current().get(identity)
        if known is None or number > known.number:
            # Another process or node gave the token a moment ago; what it was given for is in the store.
            known = self.fresh().get(identity)
        return known is not None and known.accepts(number, time.time())

    def count(self, identity: str, *, tokens: int = 0, checks: int = 0) -> None:
        """Add to today's counts; written to the store now and then."""
        with self._counting:
            before = self._counts.get(identity, (0, 0))
            self._counts[identity] = (before[0] + tokens, before[1] + checks)
            is_due = self._clock() - self._flushed_at >= FLUSH_EVERY_S
            if is_due:
                self._flushed_at = self._clock()
        if is_due:
            threading.Thread(target=self.flush, name="enrolment-use", daemon=True).start()

    def flush(self) -> None:
        """Write what was counted. Where the store cannot be reached, the counts wait for the next time."""
        with self._counting:
            counts, self._counts = self._counts, {}
        if not counts:
            return
        try:
            self._source.add_use(counts, datetime.now(UTC).date().isoformat())
        except Exception as fault:
            log.warning("use of enrolments could not be stored: %s", type(fault).__name__)
            for identity, (tokens, checks) in counts.items():
                self.count(identity, tokens=tokens, checks=checks)

    def _look(self) -> None:
        try:
            self._read()
        finally:
            self._looking.release()

    def _read(self) -> None:
        try:
            self._known = self._source.read()
        except Exception as fault:
            log.error("enrolments cannot be read, the last known ones stay: %s", type(fault).__name__)
        self._read_at = self._clock()
