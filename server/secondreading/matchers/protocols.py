"""What every kind of matcher offers, and what the compiler lends to it while it is built.

A matcher is made once, when a policy is compiled, from the plain data of a rule; afterwards it only
reads. `triggers` says which numbers must be among the hits for it to find anything; None means that nothing
announces it (an account, a date).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .base import Hit, Triggers
from .reading import Reading


class Matcher(Protocol):
    """One kind of match. `find` returns hits in order; `(WHOLE,)` for a fact that stands under no words."""

    @property
    def triggers(self) -> Triggers: ...

    def find(self, reading: Reading) -> Sequence[Hit]: ...


class Builder(Protocol):
    """What the compiler lends to a matcher while it is built."""

    def leaf(self, phrases: Sequence[str], *, fuzzy: bool = False) -> int:
        """Put phrases into the one lexicon; the number under which their hits come back."""

    def pattern(self, expression: str, *, exact_case: bool = False) -> int:
        """Put a RE2 pattern into the one set; the number under which its hits come back."""

    def wording(self, name: str) -> int:
        """The number that announces that a draft is worded like the table of this name."""

    def members(self, name: str) -> Sequence[str]:
        """What is written in a word list, or in one that the city's file fills; nothing where it has none."""

    def matcher(self, value: object) -> Matcher:
        """Build a whole match, for kinds that contain others."""
