"""The city's facts at the desk: a whole kind at once, or one entry of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from secondreading.desk.changing import Files, Order, change_policy
from secondreading.desk.errors import Missing, Refused, Stale, Taken
from secondreading.desk.facts import at_entries, entry_id, etag_of, fact_kind, read_sheet, write_sheet
from secondreading.desk.history import changes_since, difference
from secondreading.desk.policy_desk import PolicyDesk
from secondreading.desk.values import Edit, FactSheet, Saved
from secondreading.store.engine import Link
from secondreading.store.revisions import RevisionHead, read_files

Entry = Mapping[str, Any]
Version = Callable[[FactSheet], str]


class FactDesk(PolicyDesk):
    """Reads and writes facts; an entry is named by `entry_id`, and has a version of its own."""

    def facts(self, kind: str) -> FactSheet:
        """All facts of a kind. Raises Missing for a kind that is none."""
        return read_sheet(self.standing_files(), kind)

    def save_facts(self, kind: str, entries: Sequence[Entry], edit: Edit, etag: str) -> Saved:
        """Write all facts of a kind. Raises Refused with places like `people[3].name`, Missing, Stale."""

        def change(link: Link, files: Files) -> Sequence[Entry]:
            if read_sheet(files, kind).etag != etag:
                raise _stale(link, files, kind, etag, lambda sheet: sheet.etag)
            return entries

        return self._write(kind, change, edit, lambda sheet: sheet.etag)

    def save_fact(self, kind: str, identity: str | None, entry: Entry, edit: Edit, etag: str | None) -> Saved:
        """Add an entry (`identity` and `etag` None) or replace one. Raises Refused, Taken, Missing, Stale."""
        known = fact_kind(kind)
        name = entry_id(known, entry)

        def change(link: Link, files: Files) -> Sequence[Entry]:
            entries = list(read_sheet(files, kind).entries)
            if identity is None:
                if any(entry_id(known, there) == name for there in entries):
                    raise Taken(f"{name} is among the {kind} already")
                return [*entries, entry]
            at = self._place(link, files, kind, identity, etag)
            return [*entries[:at], entry, *entries[at + 1 :]]

        return self._write(kind, change, edit, lambda sheet: _version(sheet, name))

    def delete_fact(self, kind: str, identity: str, edit: Edit, etag: str) -> Saved:
        """Take an entry out. Raises Refused, Missing, Stale."""

        def change(link: Link, files: Files) -> Sequence[Entry]:
            entries = read_sheet(files, kind).entries
            at = self._place(link, files, kind, identity, etag)
            return [*entries[:at], *entries[at + 1 :]]

        return self._write(kind, change, edit, lambda sheet: sheet.etag)

    def _place(self, link: Link, files: Files, kind: str, identity: str, etag: str | None) -> int:
        """Where the entry stands that the editor knows. Raises Missing, Stale."""
        known, sheet = fact_kind(kind), read_sheet(files, kind)
        at = next((i for i, e in enumerate(sheet.entries) if entry_id(known, e) == identity), None)
        if at is None:
            raise Missing(f"there is no {identity} among the {kind}")
        if etag_of([sheet.entries[at]]) != etag:
            raise _stale(link, files, kind, etag or "", lambda older: _version(older, identity))
        return at

    def _write(
        self, kind: str, change: Callable[[Link, Files], Sequence[Entry]], edit: Edit, version: Version
    ) -> Saved:
        known, written = fact_kind(kind), list[Entry]()

        def make(link: Link, files: Files) -> Files:
            written[:] = change(link, files)
            return write_sheet(files, kind, written)

        try:
            return change_policy(
                self._store, Order(make, edit), lambda files: version(read_sheet(files, kind))
            )
        except Refused as fault:
            raise at_entries(fault, known, written) from None


def _version(sheet: FactSheet, identity: str) -> str:
    """The version of one entry, empty where it is not there."""
    known = fact_kind(sheet.kind)
    return next((etag_of([e]) for e in sheet.entries if entry_id(known, e) == identity), "")


def _stale(link: Link, files: Files, kind: str, etag: str, version: Version) -> Stale:
    """Who changed these facts since the editor read them, found by reading older states."""
    seen: dict[int, str] = {}
    texts: dict[int, Files] = {}

    def find(head: RevisionHead) -> str:
        if head.number not in seen:
            texts[head.number] = read_files(link, head.manifest)
            seen[head.number] = version(read_sheet(texts[head.number], kind))
        return seen[head.number]

    changes = changes_since(link, lambda head: find(head) == etag, find)
    known = next((number for number, found in seen.items() if found == etag), None)
    before = texts[known] if known is not None else files
    lines = [line for found in difference(before, files) for line in found.lines]
    return Stale(changes, "\n".join(lines), version(read_sheet(files, kind)))
