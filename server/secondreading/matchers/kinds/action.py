"""`action`: what the writer is about to do: post, reply, hide a comment, block a user…"""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.domain import Action as Actions
from secondreading.matchers.base import HOLDS, NOTHING, OF_ACTION, Hit, Triggers
from secondreading.matchers.fields import choices
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading


class Action:
    def __init__(self, names: frozenset[str]) -> None:
        self._actions = tuple(action for action in Actions if action.value in names)
        self.triggers: Triggers = frozenset(OF_ACTION[action] for action in self._actions)

    def find(self, reading: Reading) -> Sequence[Hit]:
        return HOLDS if reading.draft.action in self._actions else NOTHING


def build(value: object, builder: Builder) -> Matcher:  # noqa: ARG001 - every kind is built alike
    return Action(choices(value, "action", list(Actions)))
