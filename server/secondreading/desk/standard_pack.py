"""A newer standard pack comes under the city's changes; what cannot be decided is kept as a conflict."""

from __future__ import annotations

from collections.abc import Mapping

from secondreading.desk.changing import carry, merge_safely
from secondreading.desk.history import standing_revision
from secondreading.desk.values import Edit
from secondreading.store.audit import Entry, append_entry
from secondreading.store.conflicts import add_conflicts
from secondreading.store.engine import Store
from secondreading.store.ensure import PACK_AUTHOR
from secondreading.store.publications import planned
from secondreading.store.revisions import (
    Change,
    Source,
    add_revision,
    content_hash,
    latest_pack,
    pack_was_seen,
    read_files,
)

REASON = "The standard policy of a newer release, under the city's changes."


def merge_pack(store: Store, packaged: Mapping[str, str]) -> int | None:
    """The revision that takes in `packaged`, None where there is nothing to do.

    A pack that was taken in once is not again: an older node that restarts during an upgrade must not
    undo it. The policy in force is never made to fail; see `merge_safely`.
    """
    with store.writing() as link:
        standing = standing_revision(link)
        seen = pack_was_seen(link, packaged)
        if seen or standing.head.content_hash == content_hash(packaged):
            return None
        base = read_files(link, latest_pack(link) or {})
        files, clashes = merge_safely(base, standing.files, packaged)
        change = Change(
            files=files,
            source=Source.MERGE,
            author=PACK_AUTHOR,
            reason=REASON,
            parent=standing.number,
            pack=packaged,
        )
        number = add_revision(link, change)
        add_conflicts(link, number, clashes)
        if clashes:
            detail = {"paths": [clash.path for clash in clashes]}
            subject = f"revision {number}"
            append_entry(link, Entry(actor=PACK_AUTHOR, action="conflict", subject=subject, detail=detail))
        for ahead in planned(link):
            carry(link, ahead, standing.files, files, Edit(PACK_AUTHOR, REASON))
    return number
