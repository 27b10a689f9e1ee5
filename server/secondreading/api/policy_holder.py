"""The policy in force, swapped in one step when the store has a newer revision. Knows no SQL."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from secondreading.check import check
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.load import PolicyErrors
from secondreading.register import ProfileRegister

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0
# A worker that serves looks more often: what is published has to be live everywhere in two seconds, and
# compiling takes one of them while requests go on.
WATCH_EVERY_S = 0.25
REFUSED = "The newest revision of the policy has errors; the one before stays in force."


class PolicySource(Protocol):
    """Where policy and register come from: the store."""

    def versions(self) -> tuple[int, int]: ...
    def load_policy(self) -> CompiledPolicy: ...
    def load_register(self) -> ProfileRegister: ...


@dataclass(frozen=True, slots=True)
class InForce:
    """Policy and register that belong together; a request uses one of these from start to end."""

    policy: CompiledPolicy
    register: ProfileRegister
    zone: ZoneInfo

    def today(self) -> date:
        """The server's date in the city's time zone."""
        return datetime.now(self.zone).date()


def put_in_force(policy: CompiledPolicy, register: ProfileRegister) -> InForce:
    """A policy together with the register, which also knows the handles in the policy's facts."""
    facts = policy.facts
    return InForce(policy, register.with_city_handles(facts.handles), ZoneInfo(facts.time_zone))


def warm_up(in_force: InForce) -> None:
    """Check the examples of all rules once, before anybody waits for an answer.

    What the checks of ordinary words need is made here and shared by all workers; and TextBlob's first use,
    which is not safe with several threads, is over.
    """
    policy = in_force.policy
    for rule in policy.rules:
        for example in rule.examples:
            check(policy, example.draft, example.account, example.moment)
    policy.forget_accounts()


class PolicyHolder:
    """Asks the source at most once a second while requests come in, or all the time once it watches.

    Looking and compiling happen in a thread of their own, so that no request waits for the store. A
    revision that cannot be loaded never replaces the one in force; `trouble` tells /healthz.
    """

    def __init__(self, source: PolicySource, clock: Callable[[], float] = time.monotonic) -> None:
        self._source, self._clock = source, clock
        self._seen = source.versions()
        self._in_force = put_in_force(source.load_policy(), source.load_register())
        warm_up(self._in_force)
        self._next_look = clock() + LOOK_EVERY_S
        self._looking = threading.Lock()
        self._refused: tuple[int, int] | None = None
        self.trouble = ""

    def current(self) -> InForce:
        """What is in force now. Never blocks."""
        if self._clock() >= self._next_look and self._looking.acquire(blocking=False):
            self._next_look = self._clock() + LOOK_EVERY_S
            threading.Thread(target=self._look, name="policy-look", daemon=True).start()
        return self._in_force

    def watch(self) -> None:
        """Look all the time from now on: even the first request after a quiet hour finds what is new.

        To be called in the process that answers, after any fork; ends with the process.
        """
        self._next_look = math.inf
        threading.Thread(target=self._watch, name="policy-watch", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(WATCH_EVERY_S)
            if self._looking.acquire(blocking=False):
                self._look()

    def _look(self) -> None:
        try:
            self.refresh()
            self.trouble = REFUSED if self._refused else ""
        except Exception as fault:
            if not self.trouble:
                log.error("the newest policy cannot be loaded, the old one stays: %s", type(fault).__name__)
            self.trouble = (
                REFUSED if self._refused else "The store cannot be read; the policy in force stays."
            )
        finally:
            self._looking.release()

    def refresh(self) -> None:
        """Load what is newer in the source, in the caller's thread. Raises what the source raises."""
        versions = self._source.versions()
        if versions == self._refused:
            return
        if versions != self._seen:
            self._load(versions)
        self._refused = None

    def _load(self, versions: tuple[int, int]) -> None:
        try:
            policy = self._in_force.policy if versions[0] == self._seen[0] else self._source.load_policy()
        except PolicyErrors:
            # Remembered, so that a broken revision is not compiled again every second.
            self._refused = versions
            raise
        self._in_force = put_in_force(policy, self._source.load_register())
        self._seen = versions
