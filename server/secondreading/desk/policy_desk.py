"""Rules and files of the standing policy: read them, see what a change would do, change them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from secondreading.desk.changing import Files, Order, change_policy
from secondreading.desk.conflicts import etag_of
from secondreading.desk.errors import Missing, Taken, refusal
from secondreading.desk.history import stale_text, standing_revision
from secondreading.desk.preview import PLAIN_ACCOUNT, Sample, preview
from secondreading.desk.reading import all_rules, one_file, one_rule, rule_file
from secondreading.desk.validation import compile_files
from secondreading.desk.values import Edit, FileView, Preview, RuleView, Saved
from secondreading.domain import AccountContext
from secondreading.policy.compile import CompiledPolicy
from secondreading.store.engine import Link, Store
from secondreading.store.publications import standing_number
from secondreading.store.revisions import text_hash

FILE = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,60}/)?[a-z0-9][a-z0-9-]{0,60}\.yaml")
Current = Callable[[], CompiledPolicy]


class PolicyDesk:
    """`current` gives the policy in force, which need not be compiled again where it is the standing one."""

    def __init__(self, store: Store, current: Current | None = None) -> None:
        self._store, self._current = store, current

    def standing_files(self) -> Files:
        """The YAML files from which the next change starts: path to text."""
        with self._store.reading() as link:
            return standing_revision(link).files

    def rules(self) -> list[RuleView]:
        return all_rules(self.standing_files())

    def rule(self, identity: str) -> RuleView:
        """Raises Missing."""
        return one_rule(self.standing_files(), identity)

    def save_rule(self, identity: str, text: str, edit: Edit, etag: str | None) -> Saved:
        """Write a rule's YAML; `etag` None: a new one. Raises Refused, Taken, Missing, Stale."""
        return self.save_file(rule_file(identity), text, edit, etag)

    def delete_rule(self, identity: str, edit: Edit, etag: str) -> Saved:
        return self.delete_file(rule_file(identity), edit, etag)

    def preview(
        self,
        identity: str,
        text: str | None,
        texts: Sequence[str] = (),
        account: AccountContext | None = None,
    ) -> Preview:
        """What the standing policy would do with `text` for a rule (None: without it). Stores nothing."""
        with self._store.reading() as link:
            standing = standing_revision(link)
        in_force = self._current() if self._current else None
        same = in_force is not None and in_force.stamp.revision == standing.number
        before = in_force if same and in_force is not None else compile_files(standing.files)
        sample = Sample(identity, text, tuple(texts), account or PLAIN_ACCOUNT)
        return preview(standing.files, before, sample)

    def files(self) -> list[FileView]:
        files = self.standing_files()
        return [one_file(files, path) for path in sorted(files)]

    def file(self, path: str) -> FileView:
        """Raises Missing."""
        return one_file(self.standing_files(), path)

    def save_file(self, path: str, text: str, edit: Edit, etag: str | None) -> Saved:
        """Write any file of the policy. Raises Refused, Taken, Missing, Stale."""
        if not FILE.fullmatch(path):
            raise refusal("path", "is no place for a file", "use <topic>/<name>.yaml in lower case")
        if not text.endswith("\n"):
            text += "\n"

        def make(link: Link, files: Files) -> Files:
            self._compare(link, files, path, etag)
            return {**files, path: text}

        return change_policy(self._store, Order(make, edit), lambda files: etag_of(files, path))

    def delete_file(self, path: str, edit: Edit, etag: str) -> Saved:
        """Raises Refused (where something needs the file), Missing, Stale."""

        def make(link: Link, files: Files) -> Files:
            self._compare(link, files, path, etag)
            return {name: text for name, text in files.items() if name != path}

        return change_policy(self._store, Order(make, edit), lambda _: "")

    def _compare(self, link: Link, files: Files, path: str, etag: str | None) -> None:
        """Whether the editor knows what is there now."""
        now = files.get(path)
        if etag is None:
            if now is not None:
                raise Taken(f"{path} is there already")
            return
        if now is not None and text_hash(now) == etag:
            return
        stale = stale_text(link, path, etag, now, text_hash(now) if now is not None else "")
        if now is None and not stale.difference:
            raise Missing(f"the policy has no file {path}")
        raise stale

    def standing(self) -> int:
        """The number of the revision from which the next change starts."""
        with self._store.reading() as link:
            return standing_number(link)
