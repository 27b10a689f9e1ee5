"""Conflicts that a merge left open: shown with all three texts, and settled by a person."""

from __future__ import annotations

from secondreading.desk.changing import Files, Order, change_policy, check_edit
from secondreading.desk.errors import Missing, refusal
from secondreading.desk.history import standing_revision, view_conflict
from secondreading.desk.values import ConflictView, Edit, Saved
from secondreading.store.audit import Entry, append_entry
from secondreading.store.conflicts import OPEN, read_conflict, read_conflicts, settle_conflict
from secondreading.store.engine import Link, Store
from secondreading.store.revisions import text_hash

OURS, THEIRS = "ours", "theirs"


def open_conflicts(store: Store) -> list[ConflictView]:
    with store.reading() as link:
        return [view_conflict(link, found) for found in read_conflicts(link)]


def settle(store: Store, identity: int, take: str, edit: Edit) -> Saved | None:
    """Settle a conflict: `ours` leaves the policy as it is, `theirs` puts the other side's file in place.

    Raises Missing, and Refused where the other side's file does not hold.
    """
    check_edit(edit)
    if take not in (OURS, THEIRS):
        raise refusal("take", "is neither ours nor theirs", "say which side's text shall stand")
    with store.reading() as link:
        found = read_conflict(link, identity)
        if found is None or found.state != OPEN:
            raise Missing(f"there is no open conflict {identity}")
        view = view_conflict(link, found)
        standing = standing_revision(link).files
    saved = None
    if take == THEIRS and standing.get(view.path) != view.theirs:
        saved = change_policy(store, Order(lambda _, files: _with(files, view), edit), lambda _: "")
    with store.writing() as link:
        _settle(link, view, take, edit)
    return saved


def _settle(link: Link, view: ConflictView, take: str, edit: Edit) -> None:
    settle_conflict(link, view.id, edit.actor)
    detail = {"path": view.path, "take": take, "reason": edit.reason}
    subject = f"conflict {view.id} of revision {view.revision}"
    append_entry(link, Entry(actor=edit.actor, action="conflict.settle", subject=subject, detail=detail))


def _with(files: Files, view: ConflictView) -> Files:
    changed = {path: text for path, text in files.items() if path != view.path}
    if view.theirs is not None:
        changed[view.path] = view.theirs
    return changed


def etag_of(files: Files, path: str) -> str:
    """The version of a file, empty where it is gone."""
    return text_hash(files[path]) if path in files else ""
