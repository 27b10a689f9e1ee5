"""Whether the audit log is whole, and whether what the store holds is what the log tells."""

from __future__ import annotations

from dataclasses import dataclass

from secondreading.store.audit import COUNTER, FIRST, chain_hash, entry_rows
from secondreading.store.counters import read_counter
from secondreading.store.engine import Link
from secondreading.store.revisions import manifest_hash, read_heads, read_texts, text_hash


@dataclass(frozen=True, slots=True)
class AuditReport:
    """`faults`: everything that does not fit, in words; `head`: the last entry's hash, to be written down.

    `hashes` are those of all entries: one that was written down earlier has to be among them.
    """

    entries: int
    head: str
    faults: tuple[str, ...]
    hashes: frozenset[str] = frozenset()


def verify_audit(link: Link) -> AuditReport:
    """Follow the chain from its start, then hold every revision and text against it."""
    faults: list[str] = []
    previous, count = FIRST, 0
    told: dict[int, str] = {}
    hashes: set[str] = set()
    for row in entry_rows(link):
        count += 1
        if row["number"] != count:
            faults.append(f"entry {count} is missing: entry {row['number']} follows entry {count - 1}")
            count = row["number"]
        if row["previous"] != previous:
            faults.append(f"entry {count} does not follow the one before it")
        if chain_hash(row) != row["hash"]:
            faults.append(f"entry {count} was changed after it was written")
        previous = row["hash"]
        hashes.add(previous)
        if row["action"].startswith("revision."):
            told[row["revision_to"]] = row["detail"]
    written = read_counter(link, COUNTER)
    if written != count:
        faults.append(f"{written} entries were written, but the last one here is number {count}")
    return AuditReport(count, previous, (*faults, *_check_revisions(link, told)), frozenset(hashes))


def _check_revisions(link: Link, told: dict[int, str]) -> list[str]:
    faults, seen = [], set()
    good: dict[str, bool] = {}
    for head in reversed(read_heads(link, limit=1_000_000)):
        seen.add(head.number)
        if manifest_hash(head.manifest) != head.content_hash:
            faults.append(f"revision {head.number} was changed after it was written")
        if head.number in told and head.content_hash not in told[head.number]:
            faults.append(f"revision {head.number} is not the one that the log tells of")
        if head.number not in told and told and head.number > min(told):
            faults.append(f"revision {head.number} is not in the log")
        new = [name for name in head.manifest.values() if name not in good]
        texts = read_texts(link, new)
        good |= {name: name in texts and text_hash(texts[name]) == name for name in new}
        bad = sorted(path for path, name in head.manifest.items() if not good[name])
        faults += [
            f"revision {head.number}: the text of {path} is not the one it was made with" for path in bad
        ]
    return [*faults, *(f"revision {n} is in the log but gone" for n in sorted(set(told) - seen))]
