"""Every file for IT is read back by its own format's tool, and says what was asked for."""

from __future__ import annotations

import json
import plistlib
import shutil
import subprocess
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
from secondreading.deploy.registry import write_reg
from secondreading.resources import extension_folder
from tests.conftest import IN_CI
from tests.deploy.conftest import SERVER
from tests.deploy.empty_hive import empty_hive
from tests.deploy.registry_grammar import read_reg

CHROMIUM_ID, FIREFOX_ID = "abcdefghijklmnopabcdefghijklmnop", "second-reading@reading.maplebend.gov"
SECRET = 'srenrol.0123456789ab.back\\slash "quote"'
FIREFOX_SCHEMA = Path("/usr/lib/firefox-esr/browser/omni.ja")
HKLM = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies"


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
        sentence = "Firefox's own schema of its policies comes with firefox-esr (apt install firefox-esr)."
        pytest.fail(sentence) if IN_CI else pytest.skip(sentence)
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


def test_registry_files_hold_the_same_values_as_the_other_formats(
    made: dict[str, bytes],
):
    for browser, place in (("chrome", "Google\\Chrome"), ("edge", "Microsoft\\Edge")):
        keys, removed = read_reg(made[f"windows/{browser}.reg"])
        assert not removed
        policy = keys[f"{HKLM}\\{place}\\3rdparty\\extensions\\{CHROMIUM_ID}\\policy"]
        assert policy == {
            "server": SERVER,
            "enrolment": SECRET,
            "profile": "official",
            "role": "staff",
            "pause_allowed": 0,
        }
        hosts = keys[f"{HKLM}\\{place}\\3rdparty\\extensions\\{CHROMIUM_ID}\\policy\\hosts"]
        assert hosts == {"1": "social.maplebend.gov", "2": "forum.maplebend.gov"}
        settings = keys[f"{HKLM}\\{place}\\ExtensionSettings\\{CHROMIUM_ID}"]
        assert settings["installation_mode"] == "force_installed"
        assert settings["override_update_url"] == 1
    keys, _ = read_reg(made["windows/firefox.reg"])
    firefox = keys[f"{HKLM}\\Mozilla\\Firefox\\ExtensionSettings\\{FIREFOX_ID}"]
    assert firefox["install_url"] == f"{SERVER}/packages/early/second-reading.xpi"
    assert keys[f"{HKLM}\\Mozilla\\Firefox\\3rdparty\\Extensions\\{FIREFOX_ID}"]["enrolment"] == SECRET


def test_taking_ours_away_names_keys_of_our_own_id_only(made: dict[str, bytes]):
    for browser in ("chrome", "edge", "firefox"):
        keys, removed = read_reg(made[f"windows/remove-{browser}.reg"])
        assert not keys
        assert len(removed) == 2
        assert all(key.endswith((CHROMIUM_ID, FIREFOX_ID)) for key in removed), removed


@pytest.mark.parametrize("browser", ["chrome", "edge", "firefox"])
def test_a_registry_editor_takes_the_registry_files(made: dict[str, bytes], tmp_path: Path, browser: str):
    """hivexregedit merges the file into an empty hive and gives it back."""
    editor = shutil.which("hivexregedit")
    if editor is None:
        sentence = "Registry files are read with hivexregedit: apt install libwin-hivex-perl"
        pytest.fail(sentence) if IN_CI else pytest.skip(sentence)
    hive = tmp_path / "hive"
    hive.write_bytes(empty_hive())
    prefix = ["--prefix", "HKEY_LOCAL_MACHINE\\SOFTWARE"]
    file = tmp_path / "file.reg"
    file.write_text(with_parents(made[f"windows/{browser}.reg"]), encoding="utf-8")
    subprocess.run([editor, "--merge", *prefix, hive, file], check=True, capture_output=True)
    exported = subprocess.run(
        [editor, "--export", *prefix, hive, "Policies"], check=True, capture_output=True, text=True
    ).stdout
    assert (CHROMIUM_ID if browser != "firefox" else FIREFOX_ID) in exported


def with_parents(data: bytes) -> str:
    """The file as hivexregedit takes it: in UTF-8, and with the keys above, which regedit makes by itself."""
    keys, _ = read_reg(data)
    prefix = "HKEY_LOCAL_MACHINE\\SOFTWARE\\"
    above: dict[str, None] = {}
    for key in keys:
        parts = key.removeprefix(prefix).split("\\")
        above |= {prefix + "\\".join(parts[:length]): None for length in range(1, len(parts))}
    head, _, body = data.decode("utf-16").replace("\r\n", "\n").partition("\n\n")
    return head + "\n\n" + "".join(f"[{key}]\n\n" for key in above) + body


def test_a_text_with_a_line_break_cannot_slip_into_a_registry_file():
    with pytest.raises(ValueError, match="one line"):
        write_reg({f"{HKLM}\\A": {"server": 'a"\r\n[-HKEY_LOCAL_MACHINE\\SOFTWARE]'}})


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
