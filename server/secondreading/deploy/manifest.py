"""The extension's manifest, tailored to where a package goes. The source serves all browsers at once."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

LOOPBACK_PATTERNS = frozenset({"http://127.0.0.1/*", "http://localhost/*"})
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
VERSION = re.compile(r"(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){0,3}")


class ManifestError(ValueError):
    """Something of a package's order that browsers would refuse, in words."""


class Target(StrEnum):
    """Where a package goes."""

    CRX = "crx"
    XPI = "xpi"
    CHROME_STORE = "chrome-store"
    EDGE_STORE = "edge-store"
    AMO = "amo"

    @property
    def is_firefox(self) -> bool:
        return self in (Target.XPI, Target.AMO)

    @property
    def hosted_by_city(self) -> bool:
        """Whether the package names the city's server as the place for updates. Stores refuse that."""
        return self in (Target.CRX, Target.XPI)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tailoring:
    """What the city decides. `server` is an address like https://reading.maplebend.gov.

    `sites` are hosts of the city's own, such as social.maplebend.gov: a managed browser asks nobody for them.
    """

    server: str
    version: str
    firefox_id: str
    sites: tuple[str, ...] = ()


def check_server(server: str) -> str:
    """`server` without a slash at its end. Raises ManifestError: https, or http on this machine, no path."""
    parts = urlsplit(server)
    name = parts.hostname or ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and name in LOOPBACK_HOSTS)
    if not safe or not name or parts.username or parts.query or parts.fragment or parts.path not in ("", "/"):
        raise ManifestError(
            f"{server!r} cannot be the server: write an address like https://reading.maplebend.gov,"
            " without a path. Only a server on this very machine may be http."
        )
    return f"{parts.scheme}://{parts.netloc}"


def check_site(site: str) -> str:
    """A host's name as it stands in an address. Raises ManifestError."""
    if not HOST.fullmatch(site):
        raise ManifestError(f"{site!r} is no site: write the host's name alone, like social.maplebend.gov.")
    return site


def version_order(version: str) -> tuple[int, ...]:
    """What a version is compared by, as browsers do. Raises ManifestError."""
    if not VERSION.fullmatch(version) or any(int(part) > 65_535 for part in version.split(".")):
        raise ManifestError(f"{version!r} is no version: one to four numbers up to 65535, like 1.4.0.")
    numbers = [int(part) for part in version.split(".")]
    return tuple(numbers + [0] * (4 - len(numbers)))


def firefox_id_for(server: str) -> str:
    """An id of the city's own: Mozilla signs an id for one owner only."""
    return f"second-reading@{(urlsplit(server).hostname or '').replace(':', '-')}"


def tailor(manifest: Mapping[str, Any], target: Target, wanted: Tailoring) -> dict[str, Any]:
    """The manifest of one package: the city's server, nothing that this browser does not know."""
    version_order(wanted.version)
    made: dict[str, Any] = copy.deepcopy(dict(manifest))
    made.pop("key", None)
    made["version"] = wanted.version
    # Where a check goes that no setting says anything about.
    made["homepage_url"] = wanted.server
    sites = [f"https://{check_site(site)}/*" for site in wanted.sites]
    made["host_permissions"] = _host_permissions(made["host_permissions"], wanted.server) + sites
    (_for_firefox if target.is_firefox else _for_chromium)(made, target, wanted)
    return made


def _host_permissions(patterns: list[str], server: str) -> list[str]:
    """The server's own host, and loopback only where the server is there."""
    parts = urlsplit(server)
    # Match patterns know no port: they stand for all of them.
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return [f"{parts.scheme}://{host}/*", *(p for p in patterns if p not in LOOPBACK_PATTERNS)]


def _for_chromium(made: dict[str, Any], target: Target, wanted: Tailoring) -> None:
    made.pop("browser_specific_settings", None)
    made["background"].pop("scripts", None)
    if target.hosted_by_city:
        made["update_url"] = f"{wanted.server}/packages/stable/update.xml"


def _for_firefox(made: dict[str, Any], target: Target, wanted: Tailoring) -> None:
    made.pop("minimum_chrome_version", None)
    # Firefox gives managed values without a schema and says so at every load.
    made.pop("storage", None)
    made["background"].pop("service_worker", None)
    gecko = made["browser_specific_settings"]["gecko"]
    gecko["id"] = wanted.firefox_id
    if target.hosted_by_city:
        gecko["update_url"] = f"{wanted.server}/packages/stable/updates.json"
