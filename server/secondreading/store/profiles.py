"""Where the profile register is kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from secondreading.domain import Profile, Role
from secondreading.register import ProfileRegister, RegisteredProfile, Status, handle_key
from secondreading.store.counters import raise_counter, read_counter
from secondreading.store.tables import profile

REGISTER = "register"
Versioned = tuple[RegisteredProfile, int]


def register_version(connection: Connection) -> int:
    """A number that rises with every change of the register, 0 while nothing was ever in it."""
    return read_counter(connection, REGISTER)


def load_register(connection: Connection) -> ProfileRegister:
    """The active profiles, as of now."""
    version = register_version(connection)
    rows = connection.execute(select(profile).where(profile.c.status == Status.ACTIVE.value)).mappings()
    return ProfileRegister(version, {(row["platform"], row["handle_key"]): _entry(row) for row in rows})


def read_profiles(connection: Connection) -> list[Versioned]:
    """All profiles, retired ones too, by platform and handle; each with the version of its last write."""
    asked = select(profile).order_by(profile.c.platform, profile.c.handle_key)
    return [(_entry(row), int(row["version"])) for row in connection.execute(asked).mappings()]


def read_profile(connection: Connection, platform: str, handle: str) -> Versioned | None:
    row = connection.execute(select(profile).where(_same(platform, handle))).mappings().first()
    return None if row is None else (_entry(row), int(row["version"]))


def save_profile(connection: Connection, entry: RegisteredProfile) -> int:
    """Add `entry`, or replace the one with the same platform and handle. Returns its version."""
    version = raise_counter(connection, REGISTER)
    values = _row(entry) | {"version": version}
    same = _same(entry.platform, entry.handle)
    if connection.execute(update(profile).where(same).values(values)).rowcount == 0:
        connection.execute(insert(profile).values(values))
    return version


def delete_profile(connection: Connection, platform: str, handle: str) -> None:
    """Take a profile out; nothing happens where there is none."""
    if connection.execute(delete(profile).where(_same(platform, handle))).rowcount:
        raise_counter(connection, REGISTER)


def _same(platform: str, handle: str) -> ColumnElement[bool]:
    return (profile.c.platform == platform) & (profile.c.handle_key == handle_key(handle))


def _entry(row: RowMapping) -> RegisteredProfile:
    names = [name for name in row if name not in ("id", "handle_key", "version")]
    return RegisteredProfile(
        **{
            **{name: row[name] for name in names},
            "profile": Profile(row["profile"]),
            "role": Role(row["role"]),
            "status": Status(row["status"]),
        }
    )


def _row(entry: RegisteredProfile) -> dict[str, Any]:
    values = asdict(entry)
    for name in ("profile", "role", "status"):
        values[name] = values[name].value
    return {**values, "handle_key": handle_key(entry.handle)}
