"""A key and packages of the checkout's own extension, made once."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from secondreading.deploy.extension_key import ensure_extension_key
from secondreading.deploy.manifest import firefox_id_for
from secondreading.deploy.pack import PackOrder, read_extension
from secondreading.resources import extension_folder

SERVER = "https://reading.maplebend.gov"


def order(version: str = "1.0.0", server: str = SERVER, channel: str = "stable") -> PackOrder:
    """What to pack, for an invented city."""
    return PackOrder(server=server, version=version, firefox_id=firefox_id_for(server), channel=channel)


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> rsa.RSAPrivateKey:
    return ensure_extension_key(tmp_path_factory.mktemp("key") / "extension_key.pem")


@pytest.fixture(scope="session")
def source() -> dict[str, bytes]:
    """The extension's files."""
    return read_extension(extension_folder())
