"""Reading and writing the city's facts as entries, without touching any other line of its files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from secondreading.desk.errors import Missing, Refusal, Refused, path_words
from secondreading.desk.fact_kinds import DISCLAIMER_LIST, FACT_KINDS, FactField, FactKind, Shape
from secondreading.desk.values import FactSheet
from secondreading.policy.load import read_plain
from secondreading.policy.model import Place
from secondreading.policy.read import WORDS_FOLDER
from secondreading.policy.write import write_section

Files = Mapping[str, str]
Entry = Mapping[str, Any]
MOST_ENTRIES = 5_000
LONGEST_TEXT = 2_000


def fact_kind(name: str) -> FactKind:
    """Raises Missing for a kind that is none."""
    if name not in FACT_KINDS:
        raise Missing(f"there are no facts of the kind {name!r}; there are {', '.join(FACT_KINDS)}")
    return FACT_KINDS[name]


def read_sheet(files: Files, name: str) -> FactSheet:
    """All entries of a kind, as plain JSON values."""
    kind = fact_kind(name)
    data = read_plain(files[_file(files, kind)])
    entries = tuple(
        entry for group, place in kind.sections.items() for entry in _entries(kind, group, data, place)
    )
    return FactSheet(name, entries, etag_of(entries))


def etag_of(entries: Sequence[Entry]) -> str:
    canonical = json.dumps([dict(sorted(entry.items())) for entry in entries], ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def entry_id(kind: FactKind, entry: Entry) -> str:
    """A name for an entry that fits into an address: `council-dana-whitlock`."""
    words = " ".join(str(entry.get(name, "")) for name in kind.named).casefold()
    slug = re.sub(r"[^\w]+", "-", words).strip("-")[:80]
    return slug or hashlib.sha256(words.encode()).hexdigest()[:12]


def write_sheet(files: Files, name: str, entries: Sequence[Entry]) -> dict[str, str]:
    """The files with `entries` in the place of all facts of that kind. Raises Refused with every fault."""
    kind = fact_kind(name)
    _check(kind, entries)
    path = _file(files, kind)
    text, data = files[path], read_plain(files[path])
    for group, place in kind.sections.items():
        mine = [entry for entry in entries if not kind.grouped or entry[kind.fields[0].name] == group]
        old, value = _section(data, place), _value(kind, group, mine)
        if isinstance(old, Mapping):
            value = {**old, "words": value}
        if value != old and (value or old):
            text = write_section(text, place, value)
    return {**files, path: text}


def _file(files: Files, kind: FactKind) -> str:
    """Disclaimers are a word list, in whichever file of words holds it."""
    if kind.name != "disclaimers":
        return kind.file
    for path in sorted(files):
        if path.startswith(f"{WORDS_FOLDER}/") and re.search(rf"^{DISCLAIMER_LIST}:", files[path], re.M):
            return path
    raise Missing("the policy has no word list named disclaimer")


def _section(data: Any, place: Place) -> Any:
    for name in place:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _entries(kind: FactKind, group: str, data: Any, place: Place) -> list[Entry]:
    value = _section(data, place)
    if value is None:
        return []
    rows = [value] if group in kind.single else value["words"] if isinstance(value, Mapping) else value
    names = [field.name for field in kind.fields]
    if kind.plain:
        return [
            {names[0]: group, names[1]: str(row)} if kind.grouped else {names[0]: str(row)} for row in rows
        ]
    first = {names[0]: group} if kind.grouped else {}
    return [{**first, **{name: _plain(row[name]) for name in row if name in names}} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(kind: FactKind, group: str, entries: Sequence[Entry]) -> Any:
    """What stands in the file for the entries of one group."""
    fields = [field for field in kind.fields if not (kind.grouped and field is kind.fields[0])]
    if kind.plain:
        texts = [str(entry[fields[0].name]) for entry in entries]
        return (texts[0] if texts else None) if group in kind.single else texts
    return [
        {f.name: _written(f, entry[f.name]) for f in fields if entry.get(f.name) not in (None, "", [], False)}
        for entry in entries
    ]


def _written(field: FactField, value: Any) -> Any:
    return date.fromisoformat(value) if field.shape is Shape.DAY else value


def _check(kind: FactKind, entries: Sequence[Entry]) -> None:
    refusals: list[Refusal] = []
    if len(entries) > MOST_ENTRIES:
        raise Refused([Refusal("", f"these are more than {MOST_ENTRIES} entries", "keep those that matter")])
    seen: dict[str, int] = {}
    for at, entry in enumerate(entries):
        here = f"{kind.name}[{at}]"
        refusals += [r for field in kind.fields for r in _check_field(field, entry, here)]
        strange = sorted(set(entry) - {field.name for field in kind.fields})
        known = ", ".join(field.name for field in kind.fields)
        refusals += [
            Refusal(f"{here}.{name}", "is no field of these facts", f"use {known}") for name in strange
        ]
        first = seen.setdefault(entry_id(kind, entry), at)
        if first != at:
            message = f"is the same as entry {first + 1}"
            refusals.append(Refusal(here, message, "write each one once"))
    for group in kind.single:
        many = [at for at, entry in enumerate(entries) if entry.get(kind.fields[0].name) == group]
        refusals += [Refusal(f"{kind.name}[{at}]", f"only one can be {group}", "keep one") for at in many[1:]]
    if refusals:
        raise Refused(refusals)


def _check_field(field: FactField, entry: Entry, here: str) -> list[Refusal]:
    value, path = entry.get(field.name), f"{here}.{field.name}"
    if value in (None, "", []):
        return [Refusal(path, "is missing", f"write {field.name}")] if field.required else []
    if field.shape is Shape.TRUTH:
        return [] if isinstance(value, bool) else [Refusal(path, "is a yes-or-no", "write true or false")]
    if field.shape is Shape.TEXTS:
        good = isinstance(value, list | tuple) and all(_is_text(item) for item in value)
        return [] if good else [Refusal(path, "must be a list of texts", "write each one as a text")]
    if not _is_text(value):
        return [Refusal(path, "must be a text", f"write at most {LONGEST_TEXT} characters in one line")]
    if field.choices and value not in field.choices:
        return [Refusal(path, "is not one of those known", f"use one of {', '.join(field.choices)}")]
    if field.shape is Shape.DAY and not _is_day(value):
        return [Refusal(path, "is no day", "write it as 2026-08-30")]
    return []


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT and value.isprintable()


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def at_entries(refused: Refused, kind: FactKind, entries: Sequence[Entry]) -> Refused:
    """The same refusals, with places in the file told as places in the entries where they are that."""
    moved = []
    for refusal in refused.refusals:
        for group, place in kind.sections.items():
            start = path_words(place)
            mine = [at for at, e in enumerate(entries) if not kind.grouped or e[kind.fields[0].name] == group]
            found = re.match(re.escape(start) + r"\[(\d+)\](.*)", refusal.path)
            if refusal.file == kind.file and found and int(found[1]) < len(mine):
                path = f"{kind.name}[{mine[int(found[1])]}]{found[2]}"
                refusal = Refusal(path, refusal.message, refusal.mend, refusal.file, refusal.line)
        moved.append(refusal)
    return Refused(moved)
