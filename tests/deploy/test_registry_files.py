"""Registry files for Windows: read back by a grammar of our own and by a registry editor."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from secondreading.deploy.registry import write_reg
from tests.deploy.conftest import CHROMIUM_ID, FIREFOX_ID, SECRET, SERVER
from tests.deploy.empty_hive import empty_hive
from tests.deploy.registry_grammar import read_reg
from tests.missing import give_up

HKLM = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies"


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
        give_up("Registry files are read with hivexregedit: apt install libwin-hivex-perl")
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
