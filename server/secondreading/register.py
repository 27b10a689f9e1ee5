"""The profile register: the accounts that speak for the city, and what it knows of one that is checked.

Pure values; `store/profiles.py` keeps them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from secondreading.domain import AccountContext, Profile, Role


class Status(StrEnum):
    """A retired profile stays in the register, for the record, but no longer speaks for the city."""

    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisteredProfile:
    """One account. `platform` is a platform's id such as `x`; `handle` as people write it.

    `backup` stands in for the owner; `review_date` is a day like 2026-08-10, empty where none is planned;
    `verified_at` (epoch seconds) is when somebody saw that the account at `url` is the city's.
    """

    platform: str
    handle: str
    profile: Profile
    role: Role
    display_name: str = ""
    owner: str = ""
    approver: str = ""
    status: Status = Status.ACTIVE
    url: str = ""
    backup: str = ""
    purpose: str = ""
    review_date: str = ""
    verified_at: int | None = None


def handle_key(handle: str) -> str:
    """One spelling for `@MapleBendCity`, `maplebendcity` and `MapleBendCity`."""
    return handle.strip().lstrip("@").casefold()


@dataclass(frozen=True, slots=True)
class ProfileRegister:
    """All active profiles at one moment, by platform and handle key.

    `version` rises with every change. `city_handles` are the keys of the handles in the city's own
    facts, which are official on every platform.
    """

    version: int = 0
    profiles: Mapping[tuple[str, str], RegisteredProfile] = field(default_factory=dict)
    city_handles: frozenset[str] = frozenset()

    def with_city_handles(self, handles: Iterable[str]) -> ProfileRegister:
        return replace(self, city_handles=frozenset(handle_key(handle) for handle in handles))

    def resolve(self, account: AccountContext, platform: str) -> AccountContext:
        """`account` with `registered` answered; an unknown profile takes profile and role from the register.

        Without a handle there is nothing to look up, and the account stays as it is: the check then
        holds an official profile to be registered.
        """
        if not account.handle:
            return account
        key = handle_key(account.handle)
        known = self.profiles.get((platform, key))
        if known is not None:
            if account.profile is Profile.UNKNOWN:
                return replace(account, profile=known.profile, role=known.role, registered=True)
            return replace(account, registered=True)
        if key not in self.city_handles:
            return replace(account, registered=False)
        profile = Profile.OFFICIAL if account.profile is Profile.UNKNOWN else account.profile
        return replace(account, profile=profile, registered=True)
