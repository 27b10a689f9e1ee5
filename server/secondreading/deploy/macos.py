"""Configuration profiles for macOS, and the same settings as property lists for Jamf."""

from __future__ import annotations

import plistlib
import uuid
from typing import Any
from urllib.parse import urlsplit

from secondreading.deploy.policies import Deployment, chromium_policies, edge_policies, firefox_policies

# A profile that is made again must have the same identifiers, or Macs would keep both.
NAMESPACE = uuid.UUID("6f0f2c8e-7a0e-5b1d-9d55-7f3f6a1c2b90")
CHROME, EDGE, FIREFOX = "com.google.Chrome", "com.microsoft.Edge", "org.mozilla.firefox"


def macos_files(deployment: Deployment) -> dict[str, bytes]:
    """Path -> content."""
    files = {}
    for browser, domains in preference_domains(deployment).items():
        files[f"macos/second-reading-{browser}.mobileconfig"] = _profile(deployment, browser, domains)
        for domain, settings in domains.items():
            files[f"jamf/{domain}.plist"] = plistlib.dumps(settings)
    return files


def preference_domains(deployment: Deployment) -> dict[str, dict[str, dict[str, Any]]]:
    """Browser -> preference domain -> settings."""
    values = deployment.values.as_json()
    identity = deployment.chromium_id
    firefox = {"EnterprisePoliciesEnabled": True, **firefox_policies(deployment)}
    return {
        "chrome": {CHROME: chromium_policies(deployment), f"{CHROME}.extensions.{identity}": values},
        "edge": {EDGE: edge_policies(deployment), f"{EDGE}.extensions.{identity}": values},
        "firefox": {FIREFOX: firefox},
    }


def _profile(deployment: Deployment, browser: str, domains: dict[str, dict[str, Any]]) -> bytes:
    host = urlsplit(deployment.values.server).hostname or "server"
    identifier = f"second-reading.{host}.{browser}"
    payloads = [
        {
            **settings,
            "PayloadType": domain,
            "PayloadVersion": 1,
            "PayloadIdentifier": f"{identifier}.{domain}",
            "PayloadUUID": _uuid(f"{identifier}.{domain}"),
            "PayloadDisplayName": f"Second Reading: {domain}",
            "PayloadEnabled": True,
        }
        for domain, settings in domains.items()
    ]
    profile = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": identifier,
        "PayloadUUID": _uuid(identifier),
        "PayloadDisplayName": f"Second Reading for {browser.title()}",
        "PayloadDescription": "Installs the extension that reads drafts against the city's social media policy.",
        "PayloadScope": "System",
        "PayloadRemovalDisallowed": True,
        "PayloadContent": payloads,
    }
    return plistlib.dumps(profile)


def _uuid(name: str) -> str:
    return str(uuid.uuid5(NAMESPACE, name)).upper()
