"""The kinds of facts that a city keeps, where each stands in the files, and which fields it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from secondreading.policy.model import Place
from secondreading.policy.read_facts import CITY_FILE, MATTER_TYPES


class Shape(StrEnum):
    """What a field holds; a day is written like 2026-08-10."""

    TEXT = "text"
    TEXTS = "texts"
    DAY = "day"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of an entry. `choices`: the only values a text may have; empty: any."""

    name: str
    shape: Shape = Shape.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class FactKind:
    """One kind. `sections` maps a group to its place in the file; the group is the entry's first field.

    `plain`: the section is a list of texts (or one text: `single`), not of mappings. `named` are the
    fields that tell one entry from another.
    """

    name: str
    title: str
    fields: tuple[FactField, ...]
    sections: Mapping[str, Place]
    named: tuple[str, ...]
    plain: bool = False
    single: frozenset[str] = frozenset()
    file: str = CITY_FILE

    @property
    def grouped(self) -> bool:
        """Whether an entry says to which section it belongs, in its first field."""
        return len(self.sections) > 1


def _texts(name: str, title: str, section: Place, field: str = "name", help_: str = "") -> FactKind:
    fields = (FactField(field, required=True, help=help_),)
    return FactKind(name, title, fields, {"": section}, (field,), plain=True)


DISCLAIMER_LIST = "disclaimer"
PEOPLE = FactKind(
    "people",
    "People whom posts may name",
    (
        FactField("group", required=True, choices=("council", "staff", "candidates")),
        FactField("name", required=True, help="First name and surname"),
        FactField("title", help="Such as Mayor or Parks Supervisor; not for candidates"),
        FactField("office", help="What a candidate runs for"),
        FactField("handles", Shape.TEXTS, help="Such as @MayorWhitlock"),
        FactField("nicknames", Shape.TEXTS),
        FactField("domains", Shape.TEXTS, help="A candidate's campaign sites"),
        FactField("interests", Shape.TEXTS, help="Businesses in which the person has an interest"),
        FactField("candidate", Shape.TRUTH),
    ),
    {"council": ("council",), "staff": ("staff",), "candidates": ("candidates",)},
    ("group", "name"),
)
MATTERS = FactKind(
    "matters",
    "What is still being decided",
    (
        FactField("type", required=True, choices=MATTER_TYPES),
        FactField("id", required=True, help="Such as Z-14/26"),
        FactField("names", Shape.TEXTS, help="How people call it"),
        FactField("parties", Shape.TEXTS),
        FactField("open", Shape.DAY),
        FactField("close", Shape.DAY),
        FactField("decision_date", Shape.DAY),
        FactField("note"),
    ),
    {"": ("matters",)},
    ("id",),
)
CALENDAR = FactKind(
    "calendar",
    "Election periods",
    (
        FactField("kind", help="Such as municipal"),
        FactField("start", Shape.DAY, required=True),
        FactField("end", Shape.DAY, required=True),
    ),
    {"": ("election_periods",)},
    ("start", "kind"),
)
CONTACTS = FactKind(
    "contacts",
    "Whom to ask, and numbers that belong to the public",
    (
        FactField("use", required=True, choices=("ask", "public"), help="ask: whom a writer may ask"),
        FactField("value", required=True, help="A number or an address"),
    ),
    {"ask": ("city", "ask"), "public": ("public_contacts",)},
    ("use", "value"),
    plain=True,
    single=frozenset({"ask"}),
)
FACT_KINDS: Mapping[str, FactKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            PEOPLE,
            _texts("domains", "The city's domains", ("city", "domains"), "domain"),
            _texts("handles", "The city's handles", ("city", "handles"), "handle", "Such as @MapleBendCity"),
            _texts("aliases", "How people call the city", ("city", "aliases")),
            MATTERS,
            CALENDAR,
            _texts("disclaimers", "Disclaimers that count", (DISCLAIMER_LIST,), "phrase"),
            CONTACTS,
            _texts(
                "languages",
                "Languages in which notices are owed",
                ("required_languages",),
                "language",
                "ISO 639-1, such as en or fr; with two, a notice in one of them is noted",
            ),
            _texts("departments", "Departments", ("departments",)),
            _texts("parties", "Parties", ("parties",)),
            _texts("ballot-measures", "Ballot measures", ("ballot_measures",)),
            _texts("businesses", "Businesses that deal with the city", ("businesses",)),
        )
    }
)
