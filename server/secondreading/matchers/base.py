"""What matching is about: hits, the numbers that announce them, and what is wrong with a match.

Numbers above zero are leaves of the lexicon, patterns and wordings; those below are facts of the draft
itself, its action and attached media.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from secondreading.domain import Action, Draft


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
