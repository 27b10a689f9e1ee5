"""The parts of a release agree with one another, and with what the README promises."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import secondreading
from secondreading.resources import extension_folder, policy_rules_folder
from tests.house.source import PROJECT, imports


def _readme() -> str:
    return (PROJECT / "README.md").read_text("utf-8")


def test_the_package_and_the_extension_carry_the_same_version():
    manifest = json.loads((PROJECT / "extension" / "manifest.json").read_text("utf-8"))
    assert manifest["version"] == secondreading.__version__


def test_the_changelog_tells_about_this_version():
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## \[{re.escape(secondreading.__version__)}\]", changelog, re.MULTILINE)


def test_the_resources_of_a_checkout_are_its_own_folders():
    assert policy_rules_folder() == PROJECT / "policy_rules"
    assert extension_folder() == PROJECT / "extension"


def test_every_make_target_in_the_readme_exists():
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z]+)", _readme()))
    assert named - {"sure"} <= targets, (
        f"README.md names targets that do not exist: {sorted(named - targets)}"
    )


def test_every_file_linked_from_the_documents_exists():
    wrong = []
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "policy_rules/README.md"):
        page = PROJECT / name
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                wrong.append(f"{name}: {target} does not exist")
    assert not wrong, "\n".join(wrong)


def test_the_build_takes_both_top_level_folders_into_the_package():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    carried = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert carried == {"policy_rules": "secondreading/_policy_rules", "extension": "secondreading/_extension"}


def test_every_library_that_the_package_imports_is_declared():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {_plain(requirement) for requirement in project["dependencies"]}
    declared |= {"secondreading", "werkzeug"}  # Flask is made of Werkzeug and exposes it
    homes = packages_distributions()
    missing = {}
    for found in imports():
        top = found.module.partition(".")[0]
        names = {_plain(name) for name in homes.get(top, [top])}
        if top not in sys.stdlib_module_names and not names & declared:
            missing[top] = found.place
    assert not missing, f"Add these to the dependencies in pyproject.toml: {missing}"


def _plain(requirement: str) -> str:
    name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
    return re.sub(r"[-_.]+", "-", name).lower()
