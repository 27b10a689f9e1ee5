"""`date`: is the city's election period on? Days of pending matters are kept with the matters themselves."""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.matchers.base import HOLDS, NOTHING, Hit
from secondreading.matchers.fields import mapping, truth
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading


class Date:
    triggers: frozenset[int] | None = None

    def __init__(self, *, election_period: bool) -> None:
        self._election_period = election_period

    def find(self, reading: Reading) -> Sequence[Hit]:
        return HOLDS if reading.election_period is self._election_period else NOTHING


def build(value: object, builder: Builder) -> Matcher:  # noqa: ARG001 - every kind is built alike
    fields = mapping(value, "date", ("election_period",))
    return Date(election_period=truth(fields.get("election_period", True), "election_period"))
