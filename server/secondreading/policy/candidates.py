"""Which rules can speak at all, asked first and cheaply: for an account once, for a draft by its hits.

A policy has hundreds of alternatives (the members of the rules' matches). Most are written for other
accounts; of the rest a draft's hits announce a few. An alternative is a candidate where everything that it
needs is among the hits; what stands where is asked later, by its rule's matcher.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from secondreading.domain import Severity
from secondreading.matchers.base import FACTS, Matcher, mask_of
from secondreading.matchers.match import AllOf, AnyOf
from secondreading.matchers.reading import AccountReading

if TYPE_CHECKING:
    from .compile import CompiledRule

# A rule's place in the policy, and what all must be among the hits.
Alternative = tuple[int, tuple[int, ...]]
Speaker = tuple["CompiledRule", Severity]


class Candidates:
    """The rules that may speak for some accounts, with their severity there."""

    def __init__(self, speakers: Mapping[int, Speaker], alternatives: Sequence[tuple[int, Matcher]]) -> None:
        self._speakers = speakers
        self._always: set[int] = set()
        self._by_trigger: dict[int, list[Alternative]] = {}
        for at, matcher in alternatives:
            if matcher.triggers is None:
                self._always.add(at)
            needs = matcher.announced if isinstance(matcher, AllOf) else ()
            for number in matcher.triggers or ():
                self._by_trigger.setdefault(mask_of((number,)), []).append((at, needs))
        self._triggers = 0
        for trigger in self._by_trigger:
            self._triggers |= trigger

    def among(self, hits: int, *, text_only: bool = False) -> list[Speaker]:
        """The rules that these hits announce and those that nothing announces, in the policy's order.

        With `text_only` just those that are announced by words.
        """
        found = set() if text_only else set(self._always)
        triggers = hits & self._triggers & (~FACTS if text_only else -1)
        while triggers:
            trigger = triggers & -triggers
            triggers ^= trigger
            for at, needs in self._by_trigger[trigger]:
                if at not in found and _all_there(needs, hits):
                    found.add(at)
        return [self._speakers[at] for at in sorted(found)]


def _all_there(needs: Sequence[int], hits: int) -> bool:
    # A plain loop: nearly every alternative of a policy that a text announces comes by here, and most fail.
    for needed in needs:  # noqa: SIM110
        if not hits & needed:
            return False
    return True


def alternatives_of(matcher: Matcher) -> tuple[Matcher, ...]:
    """The members of a match, any of which is enough."""
    return matcher.members if isinstance(matcher, AnyOf) else (matcher,)


def may_hold(matcher: Matcher, account: AccountReading) -> bool:
    """Can an alternative find anything in a draft of that account?"""
    return not isinstance(matcher, AllOf) or matcher.may_hold(account)
