"""`person`: somebody who can be told apart: on the city's rosters, or by a title and a name."""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.matchers.base import Hit
from secondreading.matchers.fields import choices
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import Reading

GROUPS = ("council", "staff", "candidate", "named", "title", "handle", "reader")
_TITLES = "|".join(
    (
        "Mr Mrs Ms Mx Miss Dr Officer Constable Sergeant "
        "Sgt Captain Capt Chief Inspector Detective Councillor Cllr Councilmember "
        "Councilman Councilwoman Alderman Mayor Director Commissioner Clerk Nurse Coach "
        "Judge Pastor Father Sister "
    ).split()
)
_NAME = r"[A-Z\x{C0}-\x{DE}][\pL'’-]+"
TITLE_AND_NAME = rf"\b(?:{_TITLES})\.? {_NAME}(?: {_NAME})?"
# A first and a last name in the middle of a sentence; a rule guards against places and days.
NAME_IN_SENTENCE = rf"[a-z,;:] ({_NAME} {_NAME})\b"


class Person:
    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = tuple(numbers)
        self.triggers: frozenset[int] | None = frozenset(numbers)

    def find(self, reading: Reading) -> Sequence[Hit]:
        return sorted(hit for number in self._numbers for hit in reading.leaf(number))


def build(value: object, builder: Builder) -> Matcher:
    groups = choices(value, "person", GROUPS)
    numbers = [
        builder.leaf([f"{{{group}}}"]) for group in ("council", "staff", "candidate") if group in groups
    ]
    if "handle" in groups:
        numbers.append(builder.leaf(["<handle>"]))
    if "reader" in groups:
        numbers.append(builder.leaf(["{reader}"]))
    if groups & {"named", "title"}:
        numbers.append(builder.pattern(TITLE_AND_NAME, exact_case=True))
    if "named" in groups:
        numbers.append(builder.pattern(NAME_IN_SENTENCE, exact_case=True))
    return Person(numbers)
