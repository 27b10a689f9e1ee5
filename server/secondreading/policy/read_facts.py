"""Reading the city's facts: people, domains, matters, calendar. Names become lists like `{staff}`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .model import Facts, Period, Place, WordList
from .source import Fields, Source

CITY_FILE = "city.yaml"
HONORIFICS = "(mr|mrs|ms|mx|miss|dr)"
# Which lists a plain list of texts in the city's file becomes.
PLAIN_LISTS = {
    "departments": "department",
    "parties": "party",
    "ballot_measures": "ballot-measure",
    "businesses": "business",
    "public_contacts": "public-contact",
    "required_languages": "required-language",
}
MATTER_TYPES = ("planning", "licence", "procurement", "litigation", "closed", "personnel", "investigation")


def read_links(source: Source | None) -> dict[str, tuple[str, ...]]:
    """Link classes that hold for every city: class to domains and endings."""
    if source is None or source.data is None:
        return {}
    fields = Fields(source, source.data)
    return {name: fields.texts(name) for name in fields.names()}


def read_city(source: Source, links: dict[str, tuple[str, ...]]) -> tuple[Facts, list[WordList]]:
    """The city's facts, and its names as word lists."""
    top, lists = (
        Fields(source, source.data if source.data is not None else {}, what="city.yaml"),
        _Lists(source),
    )
    city = top.mapping("city") or Fields(source, {}, ("city",), "city")
    name, domains, handles = city.text("name"), city.texts("domains"), city.texts("handles")
    lists.add("city", (name, *city.texts("aliases")), ("city",))
    lists.add("city-handle", handles, ("city", "handles"))
    time_zone, ask = city.text("time_zone", "UTC"), city.any("ask")
    origins = city.texts("allowed_origins")
    city.close()
    for field, list_name in PLAIN_LISTS.items():
        lists.add(list_name, top.texts(field), (field,))
    _people(top, lists)
    campaign = _candidates(top, lists)
    _matters(top, lists)
    merged = {**links, "city": (*links.get("city", ()), *domains, *handles)}
    merged["campaign"] = (*merged.get("campaign", ()), *campaign)
    extra = top.mapping("links")
    for kind in extra.names() if extra else ():
        merged[kind] = (*merged.get(kind, ()), *extra.texts(kind))  # type: ignore[union-attr]
    facts = Facts(name, time_zone, handles, ask, origins, tuple(_periods(top)), merged)
    top.close()
    return facts, lists.found


class _Lists:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[WordList] = []

    def add(
        self,
        name: str,
        words: Iterable[str],
        path: Place,
        first: date | None = None,
        last: date | None = None,
    ) -> None:
        members = tuple(dict.fromkeys(word for word in words if word))
        if members:
            self.found.append(
                WordList(name, members, False, self.source.file, self.source.lines, path, first, last)
            )


def _people(top: Fields, lists: _Lists) -> None:
    for group in ("council", "staff"):
        for person in top.mappings(group):
            forms = _name_forms(person)
            title = person.text("title", "")
            person.any("candidate")
            interests = person.texts("interests")
            person.close()
            lists.add(group, forms, person.path)
            if group == "staff" and title:
                lists.add("staff-title", (title,), person.path)
            lists.add("interest", interests, person.path)


def _name_forms(person: Fields) -> list[str]:
    """How people name this person: full name, title or honorific and surname, handles, nicknames."""
    name, title = person.text("name"), person.text("title", "")
    surname = name.split()[-1] if name else ""
    titled = [f"{word} {surname}" for word in {title, title.split()[-1] if title else ""} if word]
    return (
        [name, *titled, f"{HONORIFICS} {surname}", *person.texts("handles"), *person.texts("nicknames")]
        if name
        else []
    )


def _candidates(top: Fields, lists: _Lists) -> list[str]:
    campaign: list[str] = []
    for person in top.mappings("candidates"):
        forms = _name_forms(person)
        office, domains = person.text("office", ""), person.texts("domains")
        handles = [form for form in forms if form.startswith("@")]
        person.close()
        surname = [forms[0].split()[-1]] if forms and len(forms[0].split()) > 1 else []
        lists.add("candidate", [*forms, *surname], person.path)
        lists.add("office", (office,), person.path)
        campaign += [*domains, *handles]
    return campaign


def _matters(top: Fields, lists: _Lists) -> None:
    """Pending matters by type. A matter counts until its decision, a tender while it is open."""
    for matter in top.mappings("matters"):
        kind = matter.choice("type", MATTER_TYPES, "planning")
        names = [matter.text("id"), *matter.texts("names"), *matter.texts("parties")]
        first, last = matter.day("open"), matter.day("decision_date") or matter.day("close")
        matter.any("note")
        matter.close()
        lists.add(f"matter-{kind}", names, matter.path, first, last)
        lists.add("matter", names, matter.path, first, last)


def _periods(top: Fields) -> list[Period]:
    found = []
    for fields in top.mappings("election_periods"):
        first, last = fields.day("start"), fields.day("end")
        fields.any("kind")
        fields.close()
        if first is None or last is None or first > last:
            fields.source.complain(
                fields.path,
                "an election period needs a start before its end",
                "write start: 2026-05-01 and end: 2026-10-26",
            )
        else:
            found.append(Period(first, last))
    return found
