"""What happened to the policy, from its revisions: differences, states, and who changed a file since."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence

from secondreading.desk.errors import ChangeMade, Missing, Stale
from secondreading.desk.values import ConflictView, FileDifference, RevisionView
from secondreading.store.conflicts import Conflict
from secondreading.store.engine import Link
from secondreading.store.publications import (
    Publication,
    State,
    in_force_number,
    publications_of,
    standing_number,
)
from secondreading.store.revisions import (
    Revision,
    RevisionHead,
    read_head,
    read_heads,
    read_revision,
    read_texts,
)

Files = Mapping[str, str]
FARTHEST_BACK = 500  # revisions that are looked through for who changed a thing


def need_revision(link: Link, number: int) -> Revision:
    found = read_revision(link, number)
    if found is None:
        raise Missing(f"there is no revision {number}")
    return found


def standing_revision(link: Link) -> Revision:
    """What the next change starts from."""
    return need_revision(link, standing_number(link))


def difference(before: Files, after: Files) -> tuple[FileDifference, ...]:
    """What changed from one state to another, by path."""
    return tuple(
        FileDifference(path, tuple(unified(before.get(path, ""), after.get(path, ""), path)))
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    )


def unified(before: str, after: str, path: str) -> list[str]:
    before_lines, after_lines = before.splitlines(), after.splitlines()
    names = f"{path} (before)", f"{path} (after)"
    return list(difflib.unified_diff(before_lines, after_lines, *names, lineterm=""))


def stale_text(link: Link, path: str, known: str, now: str | None, etag: str) -> Stale:
    """Why a change of one file comes too late. `known`: the version that the editor started from."""
    base = read_texts(link, [known]).get(known, "")

    def same(head: RevisionHead) -> bool:
        return head.manifest.get(path) == known

    lines = unified(base, now or "", path)
    return Stale(changes_since(link, same, lambda head: head.manifest.get(path)), "\n".join(lines), etag)


def changes_since(
    link: Link, same: Callable[[RevisionHead], bool], version: Callable[[RevisionHead], object]
) -> list[ChangeMade]:
    """The revisions that changed a thing since it was the `same` as the editor knows, newest first."""
    heads = read_heads(link, limit=FARTHEST_BACK)
    found: list[ChangeMade] = []
    for newer, older in zip(heads, [*heads[1:], None], strict=True):
        if same(newer):
            break
        if older is None or version(newer) != version(older):
            found.append(ChangeMade(newer.number, newer.author, newer.created_at, newer.reason))
    return found


def view_revisions(link: Link, heads: Sequence[RevisionHead]) -> list[RevisionView]:
    decided = publications_of(link, [head.number for head in heads])
    in_force, standing = in_force_number(link), standing_number(link)
    views = []
    for head in heads:
        parent = read_head(link, head.parent) if head.parent else None
        last = decided.get(head.number, [None])[-1]
        views.append(_view(head, parent, last, _state(head.number, last, in_force, standing)))
    return views


def _view(
    head: RevisionHead, parent: RevisionHead | None, last: Publication | None, state: str
) -> RevisionView:
    before = parent.manifest if parent else {}
    paths = {*before, *head.manifest}
    return RevisionView(
        number=head.number,
        parent=head.parent,
        source=head.source.value,
        author=head.author,
        reason=head.reason,
        created_at=head.created_at,
        state=state,
        starts_at=last.starts_at if last else None,
        ends_at=last.ends_at if last else None,
        publication=last.id if last else None,
        changed=tuple(sorted(path for path in paths if before.get(path) != head.manifest.get(path))),
    )


def _state(number: int, last: Publication | None, in_force: int, standing: int) -> str:
    if number == in_force:
        return "in force"
    if number == standing:
        return "standing"
    if last is not None and last.state is State.WITHDRAWN:
        return "withdrawn"
    return "planned" if last is not None and last.is_ahead() else "past"


def view_conflict(link: Link, found: Conflict) -> ConflictView:
    names = (found.base_hash, found.ours_hash, found.theirs_hash)
    texts = read_texts(link, [name for name in names if name])
    base, ours, theirs = (texts.get(name) if name else None for name in names)
    return ConflictView(
        id=found.id,
        revision=found.revision,
        path=found.path,
        note=found.note,
        base=base,
        ours=ours,
        theirs=theirs,
        state=found.state,
    )
