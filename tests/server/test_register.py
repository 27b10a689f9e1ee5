"""Who speaks for the city: what the register makes of the account that a check names."""

from __future__ import annotations

import pytest

from secondreading.domain import AccountContext, Profile, Role
from secondreading.register import ProfileRegister, RegisteredProfile

MAYOR = RegisteredProfile(platform="x", handle="@MayorW", profile=Profile.PERSONAL, role=Role.ELECTED)
REGISTER = ProfileRegister(1, {("x", "mayorw"): MAYOR}).with_city_handles(["@MapleBendCity"])


def test_an_account_without_a_handle_is_not_looked_up():
    account = AccountContext(Profile.OFFICIAL)
    assert REGISTER.resolve(account, "x") is account


def test_an_official_profile_with_a_handle_nobody_knows_is_not_registered():
    account = AccountContext(Profile.OFFICIAL, handle="@MapleBendCityy")
    assert REGISTER.resolve(account, "x").registered is False


@pytest.mark.parametrize("handle", ["@MapleBendCity", "maplebendcity", " @MAPLEBENDCITY "])
def test_a_handle_of_the_citys_facts_is_registered_on_every_platform(handle: str):
    for platform in ("x", "facebook", "other"):
        assert REGISTER.resolve(AccountContext(Profile.OFFICIAL, handle=handle), platform).registered is True


def test_an_unknown_profile_takes_profile_and_role_from_the_register():
    resolved = REGISTER.resolve(AccountContext(handle="@mayorw"), "x")
    assert (resolved.profile, resolved.role, resolved.registered) == (Profile.PERSONAL, Role.ELECTED, True)


def test_an_unknown_profile_with_a_handle_of_the_citys_facts_is_official():
    assert REGISTER.resolve(AccountContext(handle="@MapleBendCity"), "x").profile is Profile.OFFICIAL


def test_an_unknown_profile_that_the_register_does_not_know_stays_unknown():
    resolved = REGISTER.resolve(AccountContext(handle="@somebody"), "x")
    assert (resolved.profile, resolved.registered) == (Profile.UNKNOWN, False)


def test_a_profile_is_known_only_on_its_own_platform():
    assert REGISTER.resolve(AccountContext(handle="@mayorw"), "facebook").profile is Profile.UNKNOWN


def test_a_stated_profile_is_not_changed_by_the_register():
    account = AccountContext(Profile.CAMPAIGN, Role.STAFF, handle="@mayorw")
    resolved = REGISTER.resolve(account, "x")
    assert (resolved.profile, resolved.role, resolved.registered) == (Profile.CAMPAIGN, Role.STAFF, True)
