"""How a draft is worded as a whole: learned weights of words and of pairs of words, added up in one pass.

A wording (`policy_rules/wording/<name>.yaml`) speaks when its weights come to more than its limit times the
square root of the number of weighed words, so that a long draft does not speak by its length. Who posts, and
whether it is an answer, are weighed like words: `<elected>`, `<reply>`.

All wordings share one look-up. The weights of a word stand side by side in one whole number, FIELD bits for
each wording above a lowest field that counts, and one sum adds up everything at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

from secondreading.domain import AccountContext, Action, Draft, Profile, Role
from secondreading.text import Words

from .base import mask_of

FIELD = 32
_MASK, _HALF, _SPAN = (1 << FIELD) - 1, 1 << (FIELD - 1), 1 << FIELD
ANSWERS = (Action.REPLY, Action.QUOTE)
_OF_PROFILE = {profile: f"<{profile.value}>" for profile in Profile}
_OF_ROLE = {role: f"<{role.value}>" for role in Role}


def circumstances(draft: Draft, account: AccountContext, words: Words) -> tuple[str, ...]:
    """What is weighed beside the words: profile, role, and whether the draft answers or asks."""
    found: tuple[str, ...] = (_OF_PROFILE[account.profile], _OF_ROLE[account.role])
    if draft.action in ANSWERS:
        found += ("<reply>",)
    return (*found, "<ask>") if "?" in words.folded.text else found


def features(words: Sequence[str]) -> set[str]:
    """Every word, and every two words that stand side by side."""
    return {*words, *map(" ".join, zip(words, words[1:], strict=False))}


class Wordings:
    """Built by `add` and `seal`; afterwards it only reads."""

    def __init__(self) -> None:
        self._tables: list[tuple[int, int, Mapping[str, int]]] = []
        self._packed: dict[str, int] = {}
        self.mask = 0  # of the numbers that may be announced

    def add(self, number: int, weights: Mapping[str, int], limit: int) -> None:
        """A wording and the number that announces it. Weights and limit are in hundredths."""
        self._tables.append((number, limit, weights))

    def seal(self) -> None:
        self.mask = mask_of([number for number, _, _ in self._tables])
        for at, (_, _, weights) in enumerate(self._tables, start=1):
            for word, weight in weights.items():
                self._packed[word] = self._packed.get(word, 1) + (weight << (FIELD * at))

    def find(self, words: Words, beside: Iterable[str]) -> list[int]:
        """The numbers of the wordings that speak."""
        if not self._tables:
            return []
        total = sum(filter(None, map(self._packed.get, features(words.words).union(beside))))
        counted = total & _MASK
        root, total, found = sqrt(counted), total >> FIELD, []
        for number, limit, _ in self._tables:
            weight = total & _MASK
            if weight >= _HALF:
                weight -= _SPAN
            total = (total - weight) >> FIELD
            if counted and weight > limit * root:
                found.append(number)
        return found

    def sentence(self, number: int, words: Words) -> tuple[int, int]:
        """Words `[first, last)` of the sentence that weighs most in a wording."""
        weights = next(table for mine, _, table in self._tables if mine == number)
        best, at, heaviest = (0, len(words)), 0, float("-inf")
        while at < len(words):
            end = words.limits[at]
            weight = sum(weights.get(feature, 0) for feature in features(words.words[at:end]))
            if weight > heaviest:
                best, heaviest = (at, end), weight
            at = end
        return best
