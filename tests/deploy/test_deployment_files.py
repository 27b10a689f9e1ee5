"""Every file for IT is read back by its own format's tool, and says what was asked for."""

from __future__ import annotations

import json
import plistlib
import uuid
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from secondreading.deploy.files import as_archive, deployment_files
from secondreading.deploy.policies import (
    DeployError,
    Deployment,
    ManagedValues,
    chromium_policies,
    firefox_policies,
)
from secondreading.resources import extension_folder
from tests.deploy.conftest import CHROMIUM_ID, FIREFOX_ID, SECRET, SERVER
from tests.missing import give_up

FIREFOX_SCHEMA = Path("/usr/lib/firefox-esr/browser/omni.ja")


def schema() -> Any:
    return json.loads((extension_folder() / "managed_schema.json").read_text("utf-8"))


def test_managed_values_fit_the_extensions_own_schema(deployment: Deployment):
    strict = {**schema(), "additionalProperties": False}
    jsonschema.validate(deployment.values.as_json(), strict)
    assert set(deployment.values.as_json()) <= set(schema()["properties"])


def test_a_value_that_nobody_set_is_absent_and_not_empty():
    assert ManagedValues(server=SERVER).as_json() == {"server": SERVER}
    assert ManagedValues(server=SERVER, pause_allowed=False).as_json()["pause_allowed"] is False


@pytest.mark.parametrize("browser", ["opt/chrome", "chromium", "opt/edge"])
def test_linux_files_install_and_fill_the_managed_storage(made: dict[str, bytes], browser: str):
    policy = json.loads(made[f"linux/etc/{browser}/policies/managed/second-reading.json"])
    entry = policy["ExtensionSettings"][CHROMIUM_ID]
    assert entry["installation_mode"] == "force_installed"
    assert entry["update_url"] == f"{SERVER}/packages/early/update.xml"
    assert entry["override_update_url"] is True
    assert entry["minimum_version_required"] == "1.2.0"
    jsonschema.validate(policy["3rdparty"]["extensions"][CHROMIUM_ID], schema())


def test_the_extension_may_read_the_listed_sites_and_no_other(deployment: Deployment):
    entry = chromium_policies(deployment)["ExtensionSettings"][CHROMIUM_ID]
    assert entry["runtime_blocked_hosts"] == ["*://*"]
    assert entry["runtime_allowed_hosts"] == [
        SERVER,
        "https://x.com",
        "https://*.x.com",
        "https://social.maplebend.gov",
        "https://forum.maplebend.gov",
    ]


def test_more_sites_than_chrome_takes_are_refused(deployment: Deployment):
    many = replace(
        deployment, site_patterns=tuple(f"https://site{number}.example/*" for number in range(100))
    )
    with pytest.raises(DeployError, match="too many"):
        chromium_policies(many)


def test_edge_gets_the_words_that_edge_knows(made: dict[str, bytes]):
    policy = json.loads(made["linux/etc/opt/edge/policies/managed/second-reading.json"])
    assert policy["InPrivateModeAvailability"] == 1
    assert "IncognitoModeAvailability" not in policy
    assert "toolbar_pin" not in policy["ExtensionSettings"][CHROMIUM_ID]


def firefox_schema() -> Any:
    if not FIREFOX_SCHEMA.is_file():
        give_up("Firefox's own schema of its policies comes with firefox-esr (apt install firefox-esr).")
    with zipfile.ZipFile(FIREFOX_SCHEMA) as archive:
        return json.loads(archive.read("modules/policies/policies-schema.json"))


@pytest.mark.parametrize("changes", [{}, {"pinned_version": "1.2.0"}, {"unsigned_firefox": True}], ids=str)
def test_firefoxs_own_schema_takes_its_policies(deployment: Deployment, changes: dict[str, Any]):
    known = firefox_schema()["properties"]
    policies = firefox_policies(replace(deployment, **changes))
    for name, value in policies.items():
        assert name in known, f"Firefox has no policy {name}"
        jsonschema.validate(value, known[name])
    entry = policies["ExtensionSettings"][FIREFOX_ID]
    ((_, described),) = known["ExtensionSettings"]["patternProperties"].items()
    assert set(entry) <= set(described["properties"])


def test_a_pinned_firefox_gets_one_version_and_no_updates(deployment: Deployment):
    entry = firefox_policies(replace(deployment, pinned_version="1.2.0"))["ExtensionSettings"][FIREFOX_ID]
    assert entry["install_url"] == f"{SERVER}/packages/second-reading-1.2.0.xpi"
    assert entry["updates_disabled"] is True
    assert "update_url" not in entry


def secrets_in(value: Any) -> list[str]:
    """Every value named `enrolment`, however deep."""
    if isinstance(value, list):
        return [found for item in value for found in secrets_in(item)]
    if not isinstance(value, dict):
        return []
    own = [value["enrolment"]] if "enrolment" in value else []
    return own + [found for item in value.values() for found in secrets_in(item)]


@pytest.mark.parametrize("browser", ["chrome", "edge", "firefox"])
def test_configuration_profiles_are_whole_property_lists(made: dict[str, bytes], browser: str):
    profile = plistlib.loads(made[f"macos/second-reading-{browser}.mobileconfig"])
    payloads = profile["PayloadContent"]
    assert profile["PayloadType"] == "Configuration"
    for payload in (profile, *payloads):
        assert payload["PayloadVersion"] == 1
        assert str(uuid.UUID(payload["PayloadUUID"])).upper() == payload["PayloadUUID"]
        assert payload["PayloadIdentifier"]
    identifiers = [payload["PayloadUUID"] for payload in (profile, *payloads)]
    assert len(set(identifiers)) == len(identifiers)
    assert SECRET in secrets_in(payloads)


def test_a_profile_made_again_replaces_the_one_before(deployment: Deployment, made: dict[str, bytes]):
    again = deployment_files(replace(deployment, channel="stable"))
    for name in (name for name in made if name.endswith(".mobileconfig")):
        before, after = plistlib.loads(made[name]), plistlib.loads(again[name])
        assert before["PayloadUUID"] == after["PayloadUUID"]


def test_jamf_gets_one_property_list_a_preference_domain(made: dict[str, bytes]):
    lists = {
        name.removeprefix("jamf/"): plistlib.loads(data) for name, data in made.items() if "jamf/" in name
    }
    assert f"com.google.Chrome.extensions.{CHROMIUM_ID}.plist" in lists
    assert lists["org.mozilla.firefox.plist"]["EnterprisePoliciesEnabled"] is True
    assert not [name for name, values in lists.items() if "PayloadUUID" in values]


@pytest.mark.parametrize("browser", ["chrome", "edge"])
def test_intune_profiles_carry_the_policy_as_text_in_the_setting(made: dict[str, bytes], browser: str):
    profile = json.loads(made[f"windows/intune-{browser}.json"])
    (setting,) = profile["settings"]
    instance = setting["settingInstance"]
    assert instance["choiceSettingValue"]["value"] == instance["settingDefinitionId"] + "_1"
    (child,) = instance["choiceSettingValue"]["children"]
    assert child["settingDefinitionId"].startswith(instance["settingDefinitionId"])
    assert CHROMIUM_ID in json.loads(child["simpleSettingValue"]["value"])


def test_the_script_for_intune_quotes_what_powershell_would_expand(deployment: Deployment):
    tricky = replace(deployment, values=replace(deployment.values, enrolment="a'b$(c)`d"))
    script = deployment_files(tricky)["windows/intune-managed-storage.ps1"].decode("utf-8-sig")
    assert "-Value 'a''b$(c)`d' " in script
    assert "ExtensionSettings\\" + CHROMIUM_ID not in script, "Intune's own profile sets that"


def test_google_admin_gets_each_value_wrapped_as_the_console_wants_it(made: dict[str, bytes]):
    policy = json.loads(made["google-admin/policy-for-extensions.json"])
    assert policy["server"] == {"Value": SERVER}
    assert policy["pause_allowed"] == {"Value": False}


def test_every_file_is_named_in_the_readme_by_folder(made: dict[str, bytes]):
    readme = made["README.md"].decode()
    for folder in {name.split("/")[0] for name in made if "/" in name}:
        assert f"`{folder}/" in readme, folder
    assert SECRET not in readme


def test_all_files_can_be_had_as_one_archive(made: dict[str, bytes], tmp_path: Path):
    path = tmp_path / "files.zip"
    path.write_bytes(as_archive(made))
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == set(made)
        assert archive.testzip() is None
