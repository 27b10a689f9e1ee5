"""The key, the signature, and what may be asked for: all that a package starts from."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from secondreading.deploy.crx import CrxError, read_crx, write_crx
from secondreading.deploy.extension_key import (
    ExtensionKeyError,
    ensure_extension_key,
    extension_id,
    load_extension_key,
    public_key,
)
from secondreading.deploy.manifest import ManifestError, check_server, version_order

Key = rsa.RSAPrivateKey


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "extension_key.pem"
    first = extension_id(public_key(ensure_extension_key(path)))
    assert path.stat().st_mode & 0o777 == 0o600
    assert extension_id(public_key(ensure_extension_key(path))) == first
    assert len(first) == 32
    assert set(first) <= set("abcdefghijklmnop")


def test_a_key_that_everybody_can_read_is_refused_with_the_mend(tmp_path: Path):
    path = tmp_path / "extension_key.pem"
    ensure_extension_key(path)
    path.chmod(0o644)
    with pytest.raises(ExtensionKeyError, match="chmod 600"):
        load_extension_key(path)


def test_a_file_that_is_no_key_is_refused_by_name(tmp_path: Path):
    path = tmp_path / "extension_key.pem"
    path.write_text("not a key")
    path.chmod(0o600)
    with pytest.raises(ExtensionKeyError, match=r"extension_key\.pem"):
        load_extension_key(path)


def test_a_crx_that_was_changed_after_signing_is_not_taken(key: Key):
    package = bytearray(write_crx(b"PK a zip file", key))
    package[-1] ^= 1
    with pytest.raises(CrxError, match="signature"):
        read_crx(bytes(package))


def test_a_crx_signed_with_another_key_has_another_id(key: Key):
    other = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    assert read_crx(write_crx(b"zip", key)).id != read_crx(write_crx(b"zip", other)).id


@pytest.mark.parametrize(
    "damage", [b"", b"Cr24", b"Cr24\x02\0\0\0\0\0\0\0", b"Cr24\x03\0\0\0\x02\0\0\0\xff\xff"]
)
def test_bytes_that_are_no_crx_are_told_so(damage: bytes):
    with pytest.raises(CrxError):
        read_crx(damage)


@pytest.mark.parametrize(
    "server",
    [
        "http://reading.maplebend.gov",
        "reading.maplebend.gov",
        "https://a@b.gov",
        "https://b.gov/path",
        "",
        "https://",
    ],
)
def test_an_address_that_cannot_be_the_server_is_refused_with_an_example(server: str):
    with pytest.raises(ManifestError, match=r"https://reading\.maplebend\.gov"):
        check_server(server)


@pytest.mark.parametrize("version", ["", "1.", "01.2", "1.2.3.4.5", "1.70000", "1.0-beta"])
def test_a_version_that_browsers_do_not_read_is_refused(version: str):
    with pytest.raises(ManifestError, match="no version"):
        version_order(version)


def test_versions_are_compared_by_number_and_not_by_letter():
    assert version_order("1.10") > version_order("1.9.9")
    assert version_order("1.0") == version_order("1.0.0.0")
