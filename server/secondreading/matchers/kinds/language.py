"""`language`: is a language missing in which this city owes its notices? Holds for the whole draft.

The city's file says which (`required_languages`); with fewer than two, nothing is ever missing.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.matchers.base import HOLDS, NOTHING, Hit
from secondreading.matchers.fields import mapping, truth
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading
from secondreading.text import languages_in

AT_LEAST = 2


class Language:
    triggers: frozenset[int] | None = None

    def __init__(self, required: frozenset[str], *, missing: bool) -> None:
        self._required, self._missing = required, missing

    def find(self, reading: Reading) -> Sequence[Hit]:
        if len(self._required) < AT_LEAST:
            return NOTHING
        there = languages_in(reading.words.folded.original)
        # A text in none of the city's languages, or too short to tell, says nothing about the notice.
        if not there & self._required:
            return NOTHING
        return HOLDS if bool(self._required - there) is self._missing else NOTHING


def build(value: object, builder: Builder) -> Matcher:
    fields = mapping(value, "language", ("missing_required",))
    required = frozenset(builder.members("required-language"))
    return Language(required, missing=truth(fields.get("missing_required", True), "missing_required"))
