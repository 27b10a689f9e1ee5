"""What goes into the Google Admin console, where browsers or Chromebooks are managed from the cloud."""

from __future__ import annotations

from typing import Any

from secondreading.deploy.linux import as_json
from secondreading.deploy.policies import Deployment, chromium_policies


def google_admin_files(deployment: Deployment) -> dict[str, bytes]:
    """Path -> content."""
    return {
        # Apps & extensions > the extension > Policy for extensions
        "google-admin/policy-for-extensions.json": as_json(policy_for_extensions(deployment)),
        # Apps & extensions > Additional settings > Extension settings, where JSON is taken
        "google-admin/extension-settings.json": as_json(chromium_policies(deployment)["ExtensionSettings"]),
    }


def policy_for_extensions(deployment: Deployment) -> dict[str, Any]:
    """The console wraps each managed value in an object."""
    return {name: {"Value": value} for name, value in deployment.values.as_json().items()}
