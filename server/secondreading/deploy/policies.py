"""What the browsers are told by policy: which extension, from where, where it may read, and its managed values.

Pure values: `linux.py`, `windows.py`, `macos.py` and `cloud.py` write them in the form that each place takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

PROFILES = ("official", "personal", "campaign", "unknown")
ROLES = ("elected", "senior_staff", "staff", "police")
# More than this in one list, and Chrome takes none of it.
MOST_HOSTS = 100


class DeployError(ValueError):
    """An order that would make files that do not work; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedValues:
    """The managed storage. A value that is None is left to the person."""

    server: str
    enrolment: str = ""
    profile: str | None = None
    role: str | None = None
    pause_allowed: bool | None = None
    hosts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What is set, by the names in managed_schema.json; absence means: not set."""
        chosen = {"profile": self.profile, "role": self.role, "pause_allowed": self.pause_allowed}
        values: dict[str, Any] = {"server": self.server}
        if self.enrolment:
            values["enrolment"] = self.enrolment
        values |= {name: value for name, value in chosen.items() if value is not None}
        return values | ({"hosts": list(self.hosts)} if self.hosts else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One roll-out: the extension's ids, the managed values, and how strict the browsers are.

    `site_patterns` are the manifest's match patterns. `pinned_version` names the one version that Firefox
    installs; Chrome and Edge follow the channel. `minimum_version` empty: any.
    """

    values: ManagedValues
    chromium_id: str
    firefox_id: str
    channel: str
    site_patterns: tuple[str, ...]
    minimum_version: str = ""
    pinned_version: str = ""
    private_windows: bool = True
    unsigned_firefox: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def packages(self) -> str:
        return f"{self.values.server}/packages"


def chromium_policies(deployment: Deployment) -> dict[str, Any]:
    """The policies of Chrome, Chromium and Edge, without the managed values."""
    hosts = allowed_hosts(deployment)
    entry: dict[str, Any] = {
        "installation_mode": "force_installed",
        "update_url": f"{deployment.packages}/{deployment.channel}/update.xml",
        # Else the address in the manifest would count after the first install, and channels would not work.
        "override_update_url": True,
        "runtime_blocked_hosts": ["*://*"],
        "runtime_allowed_hosts": hosts,
        "toolbar_pin": "force_pinned",
    }
    if deployment.minimum_version:
        entry["minimum_version_required"] = deployment.minimum_version
    policies: dict[str, Any] = {"ExtensionSettings": {deployment.chromium_id: entry}}
    if not deployment.private_windows:
        policies["IncognitoModeAvailability"] = 1
    return {**policies, **deployment.extra}


def edge_policies(deployment: Deployment) -> dict[str, Any]:
    """Edge's names for the same."""
    policies = chromium_policies(deployment)
    entry = policies["ExtensionSettings"][deployment.chromium_id]
    # Edge shows a pinned extension under another word.
    entry["toolbar_state"] = "force_shown"
    del entry["toolbar_pin"]
    if "IncognitoModeAvailability" in policies:
        policies["InPrivateModeAvailability"] = policies.pop("IncognitoModeAvailability")
    return policies


def chromium_managed(deployment: Deployment) -> dict[str, Any]:
    """The policy that fills the managed storage in files (Linux)."""
    return {"3rdparty": {"extensions": {deployment.chromium_id: deployment.values.as_json()}}}


def firefox_policies(deployment: Deployment) -> dict[str, Any]:
    """Firefox's policies, managed values included."""
    pinned = deployment.pinned_version
    address = f"{deployment.packages}/{deployment.channel}/second-reading.xpi"
    entry: dict[str, Any] = {
        "installation_mode": "force_installed",
        "install_url": f"{deployment.packages}/second-reading-{pinned}.xpi" if pinned else address,
        "updates_disabled": bool(pinned),
        "private_browsing": deployment.private_windows,
        "runtime_blocked_hosts": ["*://*"],
        "runtime_allowed_hosts": allowed_hosts(deployment),
        "default_area": "navbar",
    }
    if not pinned:
        entry["update_url"] = f"{deployment.packages}/{deployment.channel}/updates.json"
    policies: dict[str, Any] = {
        "ExtensionSettings": {deployment.firefox_id: entry},
        "3rdparty": {"Extensions": {deployment.firefox_id: deployment.values.as_json()}},
    }
    if not deployment.private_windows:
        policies["DisablePrivateBrowsing"] = True
    if deployment.unsigned_firefox:
        unsigned = {"Value": False, "Status": "locked"}
        policies["Preferences"] = {"xpinstall.signatures.required": unsigned}
    return {**policies, **deployment.extra}


def allowed_hosts(deployment: Deployment) -> list[str]:
    """The hosts that the extension may read, in the form of `runtime_allowed_hosts`. Raises DeployError."""
    patterns = [pattern.removesuffix("/*") for pattern in deployment.site_patterns]
    hosts = [origin_pattern(deployment.values.server), *patterns]
    hosts += [f"https://{host}" for host in deployment.values.hosts]
    unique = list(dict.fromkeys(hosts))
    if len(unique) > MOST_HOSTS:
        raise DeployError(f"{len(unique)} sites are too many: Chrome takes {MOST_HOSTS} in one policy.")
    return unique


def origin_pattern(server: str) -> str:
    """The server as a pattern of a policy, which knows no port."""
    parts = urlsplit(server)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}"
