"""The profile register, as people keep it: every change is checked, versioned and written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from secondreading.desk.changing import check_edit
from secondreading.desk.errors import ChangeMade, Missing, Refusal, Refused, Stale, Taken
from secondreading.desk.history import unified
from secondreading.desk.values import Edit, ProfileView
from secondreading.register import RegisteredProfile
from secondreading.store.audit import Entry, append_entry, read_entries
from secondreading.store.engine import Link, Store
from secondreading.store.profiles import (
    Versioned,
    delete_profile,
    read_profile,
    read_profiles,
    save_profile,
)

PLATFORM = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
LONGEST = {"handle": 200, "display_name": 200, "owner": 200, "approver": 200, "backup": 200}
LONGEST |= {"url": 2_000, "purpose": 2_000}


def all_profiles(store: Store) -> list[ProfileView]:
    with store.reading() as link:
        return [_view(found) for found in read_profiles(link)]


def one_profile(store: Store, platform: str, handle: str) -> ProfileView:
    """Raises Missing."""
    with store.reading() as link:
        return _view(_need(link, platform, handle))


def keep_profile(store: Store, entry: RegisteredProfile, edit: Edit, etag: str | None) -> ProfileView:
    """Add (`etag` None) or replace a profile. Raises Refused, Taken, Missing, Stale."""
    check_edit(edit)
    _check(entry)
    with store.writing() as link:
        old = read_profile(link, entry.platform, entry.handle)
        if etag is None and old is not None:
            raise Taken(f"{entry.handle} on {entry.platform} is in the register already")
        if etag is not None:
            _refuse_stale(link, _need(link, entry.platform, entry.handle), etag)
        version = save_profile(link, entry)
        action = "profile.create" if old is None else "profile.replace"
        _note(link, action, entry, edit, {"before": _plain(old), "after": _plain((entry, version))})
    return ProfileView(entry, str(version))


def remove_profile(store: Store, platform: str, handle: str, edit: Edit, etag: str) -> None:
    """Raises Missing, Stale. A profile that only stopped speaking for the city is better retired."""
    check_edit(edit)
    with store.writing() as link:
        old = _need(link, platform, handle)
        _refuse_stale(link, old, etag)
        delete_profile(link, platform, handle)
        _note(link, "profile.delete", old[0], edit, {"before": _plain(old)})


def _view(found: Versioned) -> ProfileView:
    return ProfileView(found[0], str(found[1]))


def _need(link: Link, platform: str, handle: str) -> Versioned:
    found = read_profile(link, platform, handle)
    if found is None:
        raise Missing(f"{handle} on {platform} is not in the register")
    return found


def _note(link: Link, action: str, entry: RegisteredProfile, edit: Edit, detail: Mapping[str, Any]) -> None:
    subject = _subject(entry)
    told = {**detail, "reason": edit.reason}
    append_entry(link, Entry(actor=edit.actor, action=action, subject=subject, detail=told))


def _subject(entry: RegisteredProfile) -> str:
    return f"profile {entry.platform} {entry.handle}"


def _plain(found: Versioned | None) -> dict[str, Any] | None:
    return None if found is None else {**asdict(found[0]), "version": found[1]}


def _refuse_stale(link: Link, now: Versioned, etag: str) -> None:
    """The audit log knows what the editor saw, and everything that happened to the profile since."""
    if etag == str(now[1]):
        return
    subject = _subject(now[0]).casefold()
    changes, known = [], ""
    for entry in read_entries(link, limit=5_000):
        after = entry.detail.get("after") if entry.subject.casefold() == subject else None
        if not after:
            continue
        if str(after.get("version")) == etag:
            known = _lines(after)
            break
        changes.append(ChangeMade(0, entry.actor, entry.at, str(entry.detail.get("reason", ""))))
    lines = unified(known, _lines(_plain(now) or {}), _subject(now[0]))
    raise Stale(changes, "\n".join(lines), str(now[1]))


def _lines(values: Mapping[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in values.items() if name != "version")


def _check(entry: RegisteredProfile) -> None:
    refusals = []
    if not PLATFORM.fullmatch(entry.platform):
        refusals.append(Refusal("platform", "is no platform's id", "write it like x, facebook or mastodon"))
    if not entry.handle.strip(" @"):
        refusals.append(Refusal("handle", "is missing", "write the account's handle"))
    for name, longest in LONGEST.items():
        value = getattr(entry, name)
        if len(value) > longest or "\0" in value:
            mend = f"write at most {longest} characters, no null character among them"
            refusals.append(Refusal(name, "cannot be kept as it is", mend))
    if entry.url and not re.fullmatch(r"https?://[^\s<>\"]+", entry.url):
        refusals.append(Refusal("url", "is no address", "write it like https://x.com/MapleBendCity"))
    if entry.review_date and not _is_day(entry.review_date):
        refusals.append(Refusal("review_date", "is no day", "write it as 2026-08-30"))
    if refusals:
        raise Refused(refusals)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
