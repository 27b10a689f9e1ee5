"""Which rules can speak at all, asked first and cheaply: for an account once, for a draft by its hits.

A policy has hundreds of alternatives (the members of the rules' matches). Most are written for other
accounts; of the rest a draft's hits announce a few. An alternative is a candidate where everything that it
needs is among the hits; what stands where is asked later, by its rule's matcher.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from secondreading.matchers.base import FACTS, mask_of
from secondreading.matchers.match import AllOf, AnyOf
from secondreading.matchers.protocols import Matcher
from secondreading.matchers.reading import AccountReading

Speaker = TypeVar("Speaker")  # a rule as its caller has it, with its severity


class Alternative:
    """One member of a match, any of which is enough: its rule's place in the policy, and what it needs.

    `triggers` and `needs` are masks: a hit of any trigger announces it, and of each need there must be one.
    """

    __slots__ = ("at", "matcher", "needs", "triggers")

    def __init__(self, at: int, matcher: Matcher) -> None:
        self.at, self.matcher = at, matcher
        self.triggers = tuple([mask_of((number,)) for number in sorted(matcher.triggers or ())])
        self.needs = matcher.announced if isinstance(matcher, AllOf) else ()

    def may_hold(self, account: AccountReading) -> bool:
        """Can it find anything in a draft of that account?"""
        return not isinstance(self.matcher, AllOf) or self.matcher.may_hold(account)


class Candidates(Generic[Speaker]):
    """The rules that may speak for some accounts, with their severity there."""

    def __init__(self, speakers: Mapping[int, Speaker], alternatives: Iterable[Alternative]) -> None:
        self._speakers = speakers
        self._always: set[int] = set()
        self._by_trigger: dict[int, list[Alternative]] = {}
        for alternative in alternatives:
            if alternative.matcher.triggers is None:
                self._always.add(alternative.at)
            for trigger in alternative.triggers:
                self._by_trigger.setdefault(trigger, []).append(alternative)
        self._triggers = 0
        for trigger in self._by_trigger:
            self._triggers |= trigger

    def wait_for(self, numbers: int, hits: int) -> bool:
        """Would any of these numbers, were it among the hits too, announce a rule?"""
        hits |= numbers
        triggers = numbers & self._triggers
        while triggers:
            trigger = triggers & -triggers
            triggers ^= trigger
            if any(_all_there(alternative.needs, hits) for alternative in self._by_trigger[trigger]):
                return True
        return False

    def among(self, hits: int, *, text_only: bool = False) -> list[Speaker]:
        """The rules that these hits announce and those that nothing announces, in the policy's order.

        With `text_only` just those that are announced by words.
        """
        found = set() if text_only else set(self._always)
        triggers = hits & self._triggers & (~FACTS if text_only else -1)
        while triggers:
            trigger = triggers & -triggers
            triggers ^= trigger
            for alternative in self._by_trigger[trigger]:
                if alternative.at not in found and _all_there(alternative.needs, hits):
                    found.add(alternative.at)
        return [self._speakers[at] for at in sorted(found)]


def _all_there(needs: Sequence[int], hits: int) -> bool:
    # A plain loop: nearly every alternative of a policy that a text announces comes by here, and most fail.
    for needed in needs:  # noqa: SIM110
        if not hits & needed:
            return False
    return True


def alternatives_of(at: int, matcher: Matcher) -> list[Alternative]:
    """Those of the match of rule number `at`."""
    members = matcher.members if isinstance(matcher, AnyOf) else (matcher,)
    return [Alternative(at, member) for member in members]
