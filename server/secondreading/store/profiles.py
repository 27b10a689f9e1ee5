"""The profile register: the accounts that speak for the city, with owner and approver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from secondreading.domain import Profile, Role
from secondreading.store.tables import profile


class Status(StrEnum):
    """A retired profile stays in the register, for the record, but no longer speaks for the city."""

    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredProfile:
    """One account. `platform` is a platform's id such as `x`; `handle` as people write it."""

    platform: str
    handle: str
    profile: Profile
    role: Role
    display_name: str = ""
    owner: str = ""
    approver: str = ""
    status: Status = Status.ACTIVE


def handle_key(handle: str) -> str:
    """One spelling for `@MapleBendCity`, `maplebendcity` and `MapleBendCity`."""
    return handle.strip().lstrip("@").casefold()


@dataclass(frozen=True, slots=True)
class ProfileRegister:
    """All active profiles at one moment, looked up by platform and handle."""

    version: int = 0
    profiles: Mapping[tuple[str, str], RegisteredProfile] = field(default_factory=dict)

    def find(self, platform: str, handle: str) -> RegisteredProfile | None:
        return self.profiles.get((platform, handle_key(handle)))


def register_version(connection: Connection) -> int:
    """A number that rises with every change of the register, 0 while it is empty."""
    return connection.execute(select(func.coalesce(func.max(profile.c.version), 0))).scalar_one()


def load_register(connection: Connection) -> ProfileRegister:
    """The active profiles, as of now."""
    version = register_version(connection)
    rows = connection.execute(select(profile).where(profile.c.status == Status.ACTIVE.value)).mappings()
    found = {
        (row["platform"], row["handle_key"]): RegisteredProfile(
            platform=row["platform"],
            handle=row["handle"],
            profile=Profile(row["profile"]),
            role=Role(row["role"]),
            display_name=row["display_name"],
            owner=row["owner"],
            approver=row["approver"],
            status=Status(row["status"]),
        )
        for row in rows
    }
    return ProfileRegister(version, found)


def save_profile(connection: Connection, entry: RegisteredProfile) -> None:
    """Add `entry`, or replace the one with the same platform and handle."""
    key = handle_key(entry.handle)
    values = {
        "platform": entry.platform,
        "handle": entry.handle,
        "handle_key": key,
        "profile": entry.profile.value,
        "role": entry.role.value,
        "display_name": entry.display_name,
        "owner": entry.owner,
        "approver": entry.approver,
        "status": entry.status.value,
        "version": register_version(connection) + 1,
    }
    same = (profile.c.platform == entry.platform) & (profile.c.handle_key == key)
    if connection.execute(update(profile).where(same).values(values)).rowcount == 0:
        connection.execute(insert(profile).values(values))
