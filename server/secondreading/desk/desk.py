"""The desk: the one object through which the API, the admin pages and the command line change the policy."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from secondreading.desk import accounts, conflicts, history
from secondreading.desk.changing import Files, Order, change_policy, check_edit
from secondreading.desk.errors import Missing, Stale
from secondreading.desk.fact_desk import FactDesk
from secondreading.desk.validation import compile_files, judge
from secondreading.desk.values import (
    ConflictView,
    Edit,
    FileDifference,
    ProfileView,
    RevisionView,
    Saved,
)
from secondreading.desk.verifying import AuditReport, verify_audit
from secondreading.register import RegisteredProfile
from secondreading.store.audit import Entry, Logged, append_entry, read_entries
from secondreading.store.engine import Link
from secondreading.store.figures import (
    Figure,
    FigureKind,
    add_figures,
    link_is_spent,
    read_figures,
    spend_link,
)
from secondreading.store.objections import Objection, keep_objection, read_objections
from secondreading.store.publications import (
    State,
    end_publication,
    in_force_number,
    planned,
    read_publication,
)
from secondreading.store.revisions import Source, read_head, read_heads


class Desk(FactDesk):
    """Rules, files and facts, and history, register, audit log and figures."""

    def revisions(self, before: int | None = None, limit: int = 50) -> list[RevisionView]:
        """From the newest down."""
        with self._store.reading() as link:
            return history.view_revisions(link, read_heads(link, before=before, limit=limit))

    def revision(self, number: int) -> RevisionView:
        """Raises Missing."""
        with self._store.reading() as link:
            return history.view_revisions(link, [history.need_revision(link, number).head])[0]

    def export(self, number: int | None = None) -> Files:
        """The files of a revision (None: of the standing policy), as they lie in `policy_rules/`."""
        if number is None:
            return self.standing_files()
        with self._store.reading() as link:
            return history.need_revision(link, number).files

    def difference(self, old: int, new: int) -> tuple[FileDifference, ...]:
        """What changed between two revisions. Raises Missing."""
        return history.difference(self.export(old), self.export(new))

    def roll_back(self, to: int, edit: Edit, etag: str | None = None) -> Saved:
        """A new revision with the files of revision `to`. Raises Missing, Stale, Refused."""
        files = self.export(to)
        return self._replace_all(files, edit, etag, Source.ROLLBACK)

    def import_files(self, files: Files, edit: Edit, etag: str | None = None) -> Saved:
        """A new revision with these files and no others. Raises Refused with every fault, Stale."""
        return self._replace_all(dict(files), edit, etag, Source.IMPORT)

    def _replace_all(self, files: Files, edit: Edit, etag: str | None, source: Source) -> Saved:
        known = self.standing() if etag is None else None

        def make(link: Link, now: Files) -> Files:
            standing = history.standing_revision(link).number
            if etag is not None and etag != str(standing):
                raise self._stale_revision(link, etag, now)
            if known is not None and known != standing:
                raise self._stale_revision(link, str(known), now)
            return files

        # A state that counted once was judged then; its examples may name people who have left since.
        judged = (lambda new, _: compile_files(new)) if source is Source.ROLLBACK else judge
        saved = change_policy(self._store, Order(make, edit, source, judged), lambda _: "")
        return Saved(saved.revision, str(self.standing()), saved.in_force, saved.conflicts)

    def _stale_revision(self, link: Link, etag: str, now: Files) -> Stale:
        standing = history.standing_revision(link).number
        known = read_head(link, int(etag)) if etag.isdecimal() and len(etag) < 10 else None
        old = history.need_revision(link, known.number).files if known else now
        lines = [line for found in history.difference(old, now) for line in found.lines]
        number = known.number if known else standing
        changes = history.changes_since(link, lambda head: head.number <= number, lambda head: head.number)
        return Stale(changes, "\n".join(lines), str(standing))

    def in_force(self) -> int:
        """The number of the revision that counts at this moment."""
        with self._store.reading() as link:
            return in_force_number(link)

    def planned(self) -> list[RevisionView]:
        """States that begin later, and those that hold for a window, by their start."""
        with self._store.reading() as link:
            heads = [history.need_revision(link, ahead.revision).head for ahead in planned(link)]
            return history.view_revisions(link, heads)

    def withdraw(self, publication: int, edit: Edit) -> None:
        """End a window now, or call off a planned state. Raises Missing, Refused."""
        check_edit(edit)
        with self._store.writing() as link:
            found = read_publication(link, publication)
            if found is None or not found.is_ahead():
                raise Missing(f"nothing is planned under the number {publication}")
            end_publication(link, publication, State.WITHDRAWN)
            detail = {"reason": edit.reason, "publication": publication}
            _note(link, edit.actor, "revision.withdraw", f"revision {found.revision}", detail)

    def conflicts(self) -> list[ConflictView]:
        """What merges left open."""
        return conflicts.open_conflicts(self._store)

    def settle(self, conflict: int, take: str, edit: Edit) -> Saved | None:
        """Settle a conflict with `ours` or `theirs`. Raises Missing, Refused."""
        return conflicts.settle(self._store, conflict, take, edit)

    def profiles(self) -> list[ProfileView]:
        return accounts.all_profiles(self._store)

    def profile(self, platform: str, handle: str) -> ProfileView:
        """Raises Missing."""
        return accounts.one_profile(self._store, platform, handle)

    def save_profile(self, entry: RegisteredProfile, edit: Edit, etag: str | None) -> ProfileView:
        """Add (`etag` None) or replace. Raises Refused, Taken, Missing, Stale."""
        return accounts.keep_profile(self._store, entry, edit, etag)

    def delete_profile(self, platform: str, handle: str, edit: Edit, etag: str) -> None:
        accounts.remove_profile(self._store, platform, handle, edit, etag)

    def audit(self, before: int | None = None, limit: int = 100) -> list[Logged]:
        """From the newest entry down."""
        with self._store.reading() as link:
            return read_entries(link, before=before, limit=limit)

    def verify_audit(self) -> AuditReport:
        with self._store.reading() as link:
            return verify_audit(link)

    def note(self, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> None:
        """Write an act that made no revision into the audit log, such as a sign-in."""
        with self._store.writing() as link:
            _note(link, actor, action, subject, detail or {})

    def add_figures(self, counts: Mapping[tuple[str, str], int], day: str | None = None) -> None:
        """Add counts by rule and kind to those of a day (None: today in UTC)."""
        kinds = {(rule, FigureKind(kind)): count for (rule, kind), count in counts.items()}
        with self._store.writing() as link:
            add_figures(link, kinds, day or datetime.now(UTC).date().isoformat())

    def figures(self, since: str) -> list[Figure]:
        """The counts from a day (like 2026-08-10) on."""
        with self._store.reading() as link:
            return read_figures(link, since)

    def keep_objection(self, told: Objection) -> None:
        """Keep what somebody said about a rule."""
        with self._store.writing() as link:
            keep_objection(link, told)

    def objections(self, since: str, limit: int = 200) -> list[Objection]:
        """What people said about rules from a day (like 2026-08-10) on, the newest first."""
        with self._store.reading() as link:
            return read_objections(link, since, limit)

    def spend_link(self, identity: str, expires_at: int | None = None) -> bool:
        """Use a one-time link; False where somebody did before."""
        with self._store.writing() as link:
            return spend_link(link, identity, expires_at or int(time.time()) + 86_400)

    def is_spent(self, identity: str) -> bool:
        """Whether a one-time link was used, or a session ended by its owner."""
        with self._store.reading() as link:
            return link_is_spent(link, identity)


def _note(link: Link, actor: str, action: str, subject: str, detail: Mapping[str, Any]) -> None:
    append_entry(link, Entry(actor=actor, action=action, subject=subject, detail=detail))
