"""`pattern`: a RE2 expression on the folded text, or with `case: exact` on the text as written.

`validate` names a check of what was found.
Where the expression has a group, the first group is what is marked and the rest is context.
"""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.matchers.base import Hit, MatchError
from secondreading.matchers.fields import choices, mapping, texts
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading
from secondreading.matchers.validators import VALIDATORS, Validator


class Pattern:
    def __init__(self, numbers: Sequence[int], validators: Sequence[Validator]) -> None:
        self._numbers, self._validators = tuple(numbers), tuple(validators)
        self.triggers: frozenset[int] | None = frozenset(numbers)

    def find(self, reading: Reading) -> Sequence[Hit]:
        hits = [hit for number in self._numbers for hit in reading.leaf(number)]
        if self._validators:
            text = reading.words.folded.text
            hits = [
                hit for hit in hits if any(valid(text[hit.start : hit.end]) for valid in self._validators)
            ]
        return sorted(hits)


def build(value: object, builder: Builder) -> Matcher:
    fields = (
        mapping(value, "pattern", ("regex", "case", "validate"))
        if isinstance(value, dict)
        else {"regex": value}
    )
    if "regex" not in fields:
        raise MatchError("pattern has no regex", "write pattern: {regex: '…'}")
    exact = "exact" in choices(fields.get("case", "folded"), "case", ("exact", "folded"))
    names = choices(fields["validate"], "validate", VALIDATORS) if "validate" in fields else ()
    numbers = [
        builder.pattern(expression, exact_case=exact) for expression in texts(fields["regex"], "regex")
    ]
    return Pattern(numbers, [VALIDATORS[name] for name in sorted(names)])
