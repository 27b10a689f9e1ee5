"""Registry files, Intune profiles and scripts for Windows.

Every value lies under a key of the extension's own id, so that the policies of other extensions stay as they
are, and so that taking ours away takes nothing else.
"""

from __future__ import annotations

import json
from typing import Any

from secondreading.deploy.linux import as_json
from secondreading.deploy.policies import Deployment, chromium_policies, edge_policies, firefox_policies
from secondreading.deploy.registry import write_reg

ROOT = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies"
CHROME = f"{ROOT}\\Google\\Chrome"
EDGE = f"{ROOT}\\Microsoft\\Edge"
FIREFOX = f"{ROOT}\\Mozilla\\Firefox"
GRAPH = "#microsoft.graph.deviceManagementConfiguration"
# Intune's names for the policy ExtensionSettings and the text field in it.
INTUNE = {
    "chrome": "device_vendor_msft_policy_config_chromeintunev1~policy~googlechrome~extensions_extensionsettings",
    "edge": "device_vendor_msft_policy_config_microsoft_edge~policy~microsoft_edge~extensions_extensionsettings",
}


def windows_files(deployment: Deployment) -> dict[str, bytes]:
    """Path -> content."""
    keys = registry_keys(deployment)
    files = {f"windows/{name}.reg": write_reg(values) for name, values in keys.items()}
    ours = {name: _own_keys(values) for name, values in keys.items()}
    files |= {f"windows/remove-{name}.reg": write_reg({}, remove=own) for name, own in ours.items()}
    entries = {"chrome": chromium_policies(deployment), "edge": edge_policies(deployment)}
    for name, policies in entries.items():
        files[f"windows/intune-{name}.json"] = as_json(_settings_catalog(name, policies["ExtensionSettings"]))
    files["windows/intune-managed-storage.ps1"] = _script(deployment)
    return files


def registry_keys(deployment: Deployment) -> dict[str, dict[str, Any]]:
    """Browser -> registry key -> values."""
    values = deployment.values.as_json()
    made: dict[str, dict[str, Any]] = {}
    for name, root, policies in (
        ("chrome", CHROME, chromium_policies(deployment)),
        ("edge", EDGE, edge_policies(deployment)),
    ):
        identity = deployment.chromium_id
        settings = policies.pop("ExtensionSettings")[identity]
        made[name] = {
            f"{root}\\ExtensionSettings\\{identity}": settings,
            f"{root}\\3rdparty\\extensions\\{identity}\\policy": values,
        }
        if policies:
            made[name] = {root: policies, **made[name]}
    made["firefox"] = _firefox_keys(deployment)
    return made


def _firefox_keys(deployment: Deployment) -> dict[str, Any]:
    policies = firefox_policies(deployment)
    identity = deployment.firefox_id
    settings = policies.pop("ExtensionSettings")[identity]
    values = policies.pop("3rdparty")["Extensions"][identity]
    keys = {
        f"{FIREFOX}\\ExtensionSettings\\{identity}": settings,
        f"{FIREFOX}\\3rdparty\\Extensions\\{identity}": values,
    }
    return {FIREFOX: policies, **keys} if policies else keys


def _own_keys(values: dict[str, Any]) -> list[str]:
    """What may be taken away whole: never a browser's own root key."""
    return [key.removesuffix("\\policy") for key in values if key not in (CHROME, EDGE, FIREFOX)]


def _settings_catalog(browser: str, settings: dict[str, Any]) -> dict[str, Any]:
    """A profile for the import in Intune (settings catalog)."""
    definition = INTUNE[browser]
    text = {
        "@odata.type": f"{GRAPH}StringSettingValue",
        "value": json.dumps(settings, ensure_ascii=False),
    }
    child = {
        "@odata.type": f"{GRAPH}SimpleSettingInstance",
        "settingDefinitionId": f"{definition}_extensionsettings",
        "simpleSettingValue": text,
    }
    instance = {
        "@odata.type": f"{GRAPH}ChoiceSettingInstance",
        "settingDefinitionId": definition,
        "choiceSettingValue": {
            "@odata.type": f"{GRAPH}ChoiceSettingValue",
            "value": f"{definition}_1",
            "children": [child],
        },
    }
    return {
        "name": f"Second Reading ({browser})",
        "description": "Installs the extension. Managed storage comes with intune-managed-storage.ps1.",
        "platforms": "windows10",
        "technologies": "mdm",
        "roleScopeTagIds": ["0"],
        "settings": [{"@odata.type": f"{GRAPH}Setting", "settingInstance": instance}],
    }


def _script(deployment: Deployment) -> bytes:
    """Intune has no setting for an extension's managed storage: a script writes the same registry values."""
    keys = registry_keys(deployment)
    lines = [
        "# Second Reading: managed storage for Chrome and Edge, and all of Firefox. Run as SYSTEM, 64 bit.",
        '$ErrorActionPreference = "Stop"',
    ]
    for browser, values in keys.items():
        for path, entries in values.items():
            if browser == "firefox" or "3rdparty" in path:
                lines += _powershell(path, entries)
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _powershell(path: str, entries: dict[str, Any]) -> list[str]:
    place = _single("Registry::" + path)
    lines = [f"New-Item -Path {place} -Force | Out-Null"]
    for name, value in entries.items():
        if isinstance(value, dict):
            lines += _powershell(f"{path}\\{name}", value)
        elif isinstance(value, list | tuple):
            numbered = {str(number): item for number, item in enumerate(value, start=1)}
            lines += _powershell(f"{path}\\{name}", numbered)
        else:
            kind = "String" if isinstance(value, str) else "DWord"
            written = _single(value) if isinstance(value, str) else str(int(value))
            lines.append(
                f"New-ItemProperty -Path {place} -Name {_single(name)} -Value {written}"
                f" -PropertyType {kind} -Force | Out-Null"
            )
    return lines


def _single(text: str) -> str:
    """A text in single quotes, in which PowerShell expands nothing."""
    return "'" + text.replace("'", "''") + "'"
