"""What every kind of matcher shares: hits, what it may ask of a reading, and how it is built.

A matcher is made once, when a policy is compiled, from the plain data of a rule; afterwards it only
reads. `triggers` says which numbers must be among the hits for it to find anything: leaves of the lexicon
and patterns (above zero), and facts of the draft itself, its action and attached media (below zero). None
means that nothing announces it (an account, a date).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from secondreading.domain import Action, Draft

if TYPE_CHECKING:
    from .reading import Reading


class MatchError(ValueError):
    """A rule's match cannot be read. `mend` says what to write; `path` leads from the rule to the place."""

    def __init__(self, problem: str, mend: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(problem)
        self.problem, self.mend, self.path = problem, mend, path

    def under(self, *path: str | int) -> MatchError:
        """The same error, seen from further out."""
        return MatchError(self.problem, self.mend, (*path, *self.path))


class Hit(NamedTuple):
    """Matched words `[first, last)` and the folded characters `[start, end)` they cover."""

    start: int
    end: int
    first: int
    last: int


# A fact that holds for the whole draft and stands under no words.
WHOLE = Hit(-1, -1, -1, -1)
HOLDS: tuple[Hit, ...] = (WHOLE,)
NOTHING: tuple[Hit, ...] = ()
Triggers = frozenset[int] | None
ATTACHED = -1  # something is attached to the draft
OF_ACTION = {action: -2 - at for at, action in enumerate(Action)}
_BELOW_ZERO = 2 + len(Action)


def mask_of(numbers: Iterable[int]) -> int:
    """Leaves, patterns and facts as the bits of one whole number: thousands are compared in one step."""
    mask = 0
    for number in numbers:
        mask |= 1 << number + _BELOW_ZERO
    return mask


FACTS = mask_of((ATTACHED, *OF_ACTION.values()))


def facts_of(draft: Draft) -> tuple[int, ...]:
    """The numbers that a draft brings along, whatever its text."""
    return (OF_ACTION[draft.action], ATTACHED) if draft.media else (OF_ACTION[draft.action],)


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
