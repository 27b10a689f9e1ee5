"""A key and packages of the checkout's own extension, made once."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from secondreading.deploy.extension_key import ensure_extension_key
from secondreading.deploy.files import deployment_files
from secondreading.deploy.manifest import firefox_id_for
from secondreading.deploy.pack import PackOrder, read_extension
from secondreading.deploy.policies import Deployment, ManagedValues
from secondreading.resources import extension_folder

SERVER = "https://reading.maplebend.gov"
CHROMIUM_ID, FIREFOX_ID = "abcdefghijklmnopabcdefghijklmnop", "second-reading@reading.maplebend.gov"
SECRET = 'srenrol.0123456789ab.back\\slash "quote"'


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


@pytest.fixture
def deployment() -> Deployment:
    """A strict roll-out, with every value set and a secret that has to be quoted."""
    return Deployment(
        values=ManagedValues(
            server=SERVER,
            enrolment=SECRET,
            profile="official",
            role="staff",
            pause_allowed=False,
            hosts=("social.maplebend.gov", "forum.maplebend.gov"),
        ),
        chromium_id=CHROMIUM_ID,
        firefox_id=FIREFOX_ID,
        channel="early",
        site_patterns=("https://x.com/*", "https://*.x.com/*"),
        minimum_version="1.2.0",
        private_windows=False,
    )


@pytest.fixture
def made(deployment: Deployment) -> dict[str, bytes]:
    return deployment_files(deployment)
