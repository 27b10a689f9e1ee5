"""How a change becomes a revision: judged first, then stored in one transaction with its audit entry.

Judging takes a second, so it happens before the writer's lock is taken. Whoever changed other files in
the meantime keeps that change: ours is put on top and judged again. Whoever changed the same thing is
named to the editor, who decides (Stale).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from secondreading.desk.errors import Refused, refusal
from secondreading.desk.history import standing_revision, view_conflict
from secondreading.desk.validation import compile_files, judge
from secondreading.desk.values import Edit, Saved
from secondreading.policy.merge import Clash, merge_files
from secondreading.store.audit import Entry, append_entry
from secondreading.store.conflicts import add_conflicts, read_conflicts
from secondreading.store.engine import Link, Store
from secondreading.store.publications import (
    Publication,
    State,
    end_publication,
    in_force_number,
    planned,
    standing_number,
)
from secondreading.store.revisions import Change, Revision, Source, add_revision, need, read_revision

Files = Mapping[str, str]
Make = Callable[[Link, Files], Files]
ATTEMPTS = 3
LONGEST_REASON = 2_000
LONGEST_NAME = 200
LATEST = 4_102_444_800  # the year 2100, epoch seconds
NOTE_BROKEN = "Together with this state the change does not hold: "


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: `make` gives the new files from the standing ones (and raises Stale, Missing, Taken).

    It runs again when the standing files changed in the meantime, so it must have no effects.
    """

    make: Make
    edit: Edit
    source: Source = Source.CITY
    judge: Callable[[Files, Files], object] = judge


def change_policy(store: Store, order: Order, etag: Callable[[Files], str]) -> Saved:
    """Make one revision. Raises Refused, Stale, Missing, Taken; then nothing was changed."""
    check_edit(order.edit)
    with store.reading() as link:
        base = base_revision(link, order.edit)
        files = order.make(link, base.files)
    for attempt in range(ATTEMPTS):
        if files == base.files and order.edit.timing.at_once_and_for_good:
            raise refusal("", "this changes nothing", "change something, or leave the policy as it is")
        order.judge(files, base.files)
        with store.writing() as link:
            now = base_revision(link, order.edit)
            if now.number != base.number:
                files = order.make(link, now.files)
                base = now
                if attempt < ATTEMPTS - 1:
                    continue
                order.judge(files, base.files)
            return _store(link, order, base, files, etag(files))
    raise AssertionError("the last attempt stores or raises")


def base_revision(link: Link, edit: Edit) -> Revision:
    """What a change starts from: the state that will stand when it begins to count.

    A window inside another starts from the outer one, so that it does not undo it.
    """
    if edit.starts_at is None:
        return standing_revision(link)
    number = standing_number(link, edit.starts_at)
    if edit.ends_at is not None:
        around = in_force_number(link, edit.starts_at)
        if any(p.revision == around and (p.ends_at or 0) >= edit.ends_at for p in planned(link)):
            number = around
    return need(read_revision(link, number))


def check_edit(edit: Edit) -> None:
    """Who, why and when have to be sayable. Raises Refused."""
    if not edit.reason.strip():
        raise refusal("reason", "says nothing", "say in a sentence why this changes")
    if len(edit.reason) > LONGEST_REASON:
        raise refusal("reason", "is too long", f"say it in {LONGEST_REASON} characters")
    if "\0" in edit.reason or "\0" in edit.actor or len(edit.actor) > LONGEST_NAME:
        raise refusal("reason", "holds a character that cannot be kept", "take the null character out")
    if edit.ends_at is not None and edit.starts_at is not None and edit.ends_at <= edit.starts_at:
        raise refusal("publish.until", "is not after its start", "let the window end after it starts")
    if edit.ends_at is not None and edit.starts_at is None:
        raise refusal("publish.from", "is missing", "a window needs a start and an end")
    if edit.ends_at is not None and edit.ends_at <= time.time():
        raise refusal("publish.until", "is over already", "let the window end in the future")
    if max(edit.starts_at or 0, edit.ends_at or 0) > LATEST:
        raise refusal("publish", "is too far away", "write a time of this century")


def _store(link: Link, order: Order, base: Revision, files: Files, etag: str) -> Saved:
    edit = order.edit
    change = Change(
        files=files, source=order.source, author=edit.actor, reason=edit.reason, parent=base.number
    )
    number = add_revision(link, change, edit.timing)
    carried = [carry(link, p, base.files, files, edit) for p in _follows(link, number, edit)]
    views = tuple(view_conflict(link, c) for n in carried for c in read_conflicts(link, revision=n))
    return Saved(number, etag, in_force_number(link), views)


def _follows(link: Link, number: int, edit: Edit) -> list[Publication]:
    """The planned states into which a change goes as well: all that begin (or still run) after it."""
    if edit.ends_at is not None:
        return []
    start = edit.starts_at or 0
    at_once = start <= time.time()
    return [p for p in planned(link) if p.revision != number and (at_once or p.starts_at >= start)]


def carry(link: Link, ahead: Publication, before: Files, after: Files, edit: Edit) -> int:
    """Bring a change of the standing policy into a state that is planned or holds for a window."""
    state = need(read_revision(link, ahead.revision))
    files, clashes = merge_safely(before, state.files, after)
    reason = f"Carries a change of the standing policy into revision {ahead.revision}: {edit.reason}"
    change = Change(files=files, source=Source.CARRY, author=edit.actor, reason=reason, parent=ahead.revision)
    end_publication(link, ahead.id, State.SUPERSEDED)
    timing = Edit("", "", ahead.starts_at, ahead.ends_at).timing
    number = add_revision(link, change, timing)
    add_conflicts(link, number, clashes)
    if clashes:
        detail = {"paths": [clash.path for clash in clashes]}
        append_entry(
            link, Entry(actor=edit.actor, action="conflict", subject=f"revision {number}", detail=detail)
        )
    return number


def merge_safely(base: Files, ours: Files, theirs: Files) -> tuple[Files, list[Clash]]:
    """`ours` with the changes of `theirs`, as far as the result loads; the rest as conflicts.

    First without the files whose lines were blended, then without any change: the state in `ours` is
    known to load, and what is left out is told.
    """
    merged = merge_files(base, ours, theirs)
    clashes = list(merged.clashes)
    problem = _problem(merged.files)
    if problem and merged.blended:
        files = {**merged.files, **{path: ours[path] for path in merged.blended}}
        clashes += [_clash(path, problem, base, ours, theirs) for path in merged.blended]
        merged_files, problem = files, _problem(files)
    else:
        merged_files = merged.files
    if not problem:
        return merged_files, clashes
    told = {clash.path for clash in clashes}
    left = [path for path in sorted({*base, *theirs}) if base.get(path) != theirs.get(path)]
    left = [path for path in left if path not in told and ours.get(path) != theirs.get(path)]
    return ours, [*clashes, *(_clash(path, problem, base, ours, theirs) for path in left)]


def _clash(path: str, problem: str, base: Files, ours: Files, theirs: Files) -> Clash:
    return Clash(path, NOTE_BROKEN + problem, base.get(path), ours.get(path), theirs.get(path))


def _problem(files: Files) -> str:
    """The first reason why files cannot be a policy; empty when they can."""
    try:
        compile_files(files)
    except Refused as fault:
        first = fault.refusals[0]
        return f"{first.file}:{first.line}: {first.message}"
    return ""
