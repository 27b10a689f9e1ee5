"""Where the profile register is kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from secondreading.domain import Profile, Role
from secondreading.register import ProfileRegister, RegisteredProfile, Status, handle_key
from secondreading.store.tables import profile


def register_version(connection: Connection) -> int:
    """A number that rises with every change of the register, 0 while it is empty."""
    return int(connection.execute(select(func.coalesce(func.max(profile.c.version), 0))).scalar_one())


def load_register(connection: Connection) -> ProfileRegister:
    """The active profiles, as of now."""
    version = register_version(connection)
    rows = connection.execute(select(profile).where(profile.c.status == Status.ACTIVE.value)).mappings()
    return ProfileRegister(version, {(row["platform"], row["handle_key"]): _entry(row) for row in rows})


def save_profile(connection: Connection, entry: RegisteredProfile) -> None:
    """Add `entry`, or replace the one with the same platform and handle."""
    values = _row(entry) | {"version": register_version(connection) + 1}
    same = (profile.c.platform == entry.platform) & (profile.c.handle_key == values["handle_key"])
    if connection.execute(update(profile).where(same).values(values)).rowcount == 0:
        connection.execute(insert(profile).values(values))


def _entry(row: RowMapping) -> RegisteredProfile:
    return RegisteredProfile(
        platform=row["platform"],
        handle=row["handle"],
        profile=Profile(row["profile"]),
        role=Role(row["role"]),
        display_name=row["display_name"],
        owner=row["owner"],
        approver=row["approver"],
        status=Status(row["status"]),
    )


def _row(entry: RegisteredProfile) -> dict[str, Any]:
    return {
        "platform": entry.platform,
        "handle": entry.handle,
        "handle_key": handle_key(entry.handle),
        "profile": entry.profile.value,
        "role": entry.role.value,
        "display_name": entry.display_name,
        "owner": entry.owner,
        "approver": entry.approver,
        "status": entry.status.value,
    }
