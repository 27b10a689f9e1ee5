"""A profile of the register as cells of a form or a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from secondreading.domain import Profile, Role
from secondreading.register import RegisteredProfile, Status
from secondreading.web.admin.accounts import PLATFORMS, read_address
from secondreading.web.admin.fact_rows import is_day
from secondreading.web.admin.tables import Column, RowFault

FIELDS = (
    *("platform", "handle", "url", "display_name", "profile", "role", "owner", "backup", "approver"),
    *("purpose", "review_date", "status"),
)
CHOICES = {
    "profile": tuple(profile.value for profile in Profile if profile is not Profile.UNKNOWN),
    "role": tuple(role.value for role in Role),
    "status": tuple(status.value for status in Status),
}
DEFAULTS = {"profile": "official", "role": "staff", "status": "active"}
LONGEST = {"url": 2_000, "purpose": 2_000}
COLUMNS = [Column(name, is_required=name in ("platform", "handle", "owner")) for name in FIELDS]


def read_profile(cells: Mapping[str, str]) -> RegisteredProfile:
    """A profile of cells without faults; empty ones take the DEFAULTS."""
    held = {name: cells.get(name, "") or DEFAULTS.get(name, "") for name in FIELDS}
    return RegisteredProfile(
        platform=held["platform"].lower(),
        handle=held["handle"],
        url=held["url"],
        display_name=held["display_name"],
        profile=Profile(held["profile"]),
        role=Role(held["role"]),
        owner=held["owner"],
        backup=held["backup"],
        approver=held["approver"],
        purpose=held["purpose"],
        review_date=held["review_date"],
        status=Status(held["status"]),
    )


def cells_of(entry: RegisteredProfile) -> dict[str, str]:
    return {name: str(getattr(entry, name)) for name in FIELDS}


def faults_of(line: int, cells: Mapping[str, str]) -> list[RowFault]:
    """Everything that is wrong with one profile."""
    found = []
    for name in FIELDS:
        cell = cells.get(name, "")
        message = _fault(name, cell)
        if message:
            found.append(RowFault(line, name, message))
    return found


def _fault(name: str, cell: str) -> str:
    if not cell:
        return "is empty." if name in ("platform", "handle", "owner") else ""
    if len(cell) > LONGEST.get(name, 200):
        return f"is longer than {LONGEST.get(name, 200)} characters."
    if name in CHOICES and cell not in CHOICES[name]:
        return f"must be one of: {', '.join(CHOICES[name])}."
    if name == "platform" and cell.lower() not in PLATFORMS:
        return f"must be one of: {', '.join(PLATFORMS)}."
    if name == "review_date" and not is_day(cell):
        return "is no day; write it as 2026-08-30."
    if name == "url" and (not cell.startswith(("https://", "http://")) or read_address(cell) is None):
        return "is not the address of an account, such as https://x.com/MapleBendCity."
    return ""
