"""Settings come from one place, and a wrong one is told rather than ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from secondreading.config import ConfigError, is_loopback_address, read_config


def test_an_empty_environment_gives_a_server_for_this_machine_only():
    config = read_config({})
    assert (config.host, config.port) == ("127.0.0.1", 8787)
    assert config.is_loopback
    assert config.database_url.startswith("sqlite:///")
    assert config.key_file == Path(".secondreading/signing_keys.json").absolute()


def test_port_is_read_without_a_prefix_as_hosting_services_set_it():
    assert read_config({"PORT": "9000"}).port == 9000


@pytest.mark.parametrize(
    "settings",
    [
        {"PORT": "eighty"},
        {"PORT": "70000"},
        {"PORT": "-1"},
        {"SECONDREADING_WORKERS": "0"},
        {"SECONDREADING_PUBLIC_URL": "desk.maplebend.gov"},
        {"SECONDREADING_CORS_ORIGINS": "https://desk.maplebend.gov/path"},
        {"SECONDREADING_CORS_ORIGINS": "https://*.maplebend.gov"},
        {"SECONDREADING_CORS_ORIGINS": "*"},
    ],
    ids=str,
)
def test_a_setting_that_cannot_be_used_is_named(settings: dict[str, str]):
    with pytest.raises(ConfigError, match=next(iter(settings))):
        read_config(settings)


def test_a_misspelt_setting_is_refused_and_the_right_names_are_listed():
    with pytest.raises(ConfigError, match=r"SECONDREADING_TEXTLIMIT.*SECONDREADING_TEXT_LIMIT"):
        read_config({"SECONDREADING_TEXTLIMIT": "100"})


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "localhost"])
def test_loopback_addresses_are_known_in_every_spelling(address: str):
    assert is_loopback_address(address)


@pytest.mark.parametrize(
    "address", ["0.0.0.0", "::", "192.0.2.1", "localhost.evil.example", "", "127.0.0.1.nip"]
)
def test_other_addresses_are_not_taken_for_loopback(address: str):
    assert not is_loopback_address(address)


OIDC = {"SECONDREADING_OIDC_ISSUER": "https://id.maplebend.gov/", "SECONDREADING_OIDC_CLIENT_ID": "desk"}


def test_a_sign_in_service_is_read_with_its_secret_from_a_file(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text("hush\n", "utf-8")
    extra = {
        "SECONDREADING_OIDC_CLIENT_SECRET_FILE": str(secret),
        "SECONDREADING_OIDC_ROLES": "Clerks=editor IT=admin",
    }
    oidc = read_config(OIDC | extra).oidc
    assert oidc is not None
    assert (oidc.issuer, oidc.client_secret) == ("https://id.maplebend.gov", "hush")
    assert oidc.roles == {"Clerks": "editor", "IT": "admin"}
    assert "hush" not in repr(oidc)


@pytest.mark.parametrize(
    "change",
    [
        {"SECONDREADING_OIDC_ISSUER": "http://id.maplebend.gov"},
        {"SECONDREADING_OIDC_CLIENT_ID": ""},
        {"SECONDREADING_OIDC_ROLES": "Clerks"},
        {"SECONDREADING_OIDC_CLIENT_SECRET_FILE": "no-such-file"},
        {"SECONDREADING_SESSION_HOURS": "0"},
    ],
)
def test_a_sign_in_service_that_cannot_be_used_is_told(change: dict[str, str]):
    with pytest.raises(ConfigError, match=next(iter(change))):
        read_config(OIDC | change)
