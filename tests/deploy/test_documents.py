"""What the pages for IT name is there: files, commands, permissions, settings."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest

from secondreading.cli import build_parser
from secondreading.deploy.files import deployment_files
from secondreading.deploy.policies import Deployment
from tests.conftest import PROJECT

PAGES = sorted((PROJECT / "docs" / "it").glob("*.md"))
COMMAND = re.compile(r"\bsecondreading ((?:[a-z]+(?: |$|`))+)([^`\n]*)")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_link_leads_somewhere(page: Path):
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_page_is_reached_from_the_first(page: Path):
    first = (PROJECT / "docs" / "it" / "README.md").read_text("utf-8")
    assert page.name == "README.md" or f"({page.name})" in first


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_command_and_option_on_the_pages_exists(page: Path):
    for words, rest in COMMAND.findall(page.read_text("utf-8")):
        parser: argparse.ArgumentParser | None = build_parser()
        for word in words.replace("`", "").split():
            choices = _choices(parser)
            if choices is None:
                break
            assert word in choices, f"{page.name}: secondreading {words}"
            parser = choices[word]
        for option in re.findall(r"--[a-z-]+", rest):
            assert parser is not None
            assert option in parser.format_help(), f"{page.name}: secondreading {words} {option}"


def _choices(parser: argparse.ArgumentParser | None) -> dict[str, argparse.ArgumentParser] | None:
    for action in parser._actions if parser else ():
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return None


def test_every_file_that_the_pages_name_is_among_those_that_deploy_writes(deployment: Deployment):
    made = deployment_files(deployment)
    pattern = re.compile(r"`((?:windows|macos|jamf|linux|google-admin)/[\w./-]+\.\w+|etc/[\w./-]+)`")
    for page in PAGES:
        for name in pattern.findall(page.read_text("utf-8")):
            assert name in made or f"server/{name}" in made, f"{page.name}: {name}"


def test_every_permission_has_a_reason():
    manifest = json.loads((PROJECT / "extension" / "manifest.json").read_text("utf-8"))
    page = (PROJECT / "docs" / "it" / "permissions.md").read_text("utf-8")
    asked = [*manifest["permissions"], "host_permissions"]
    asked += ["optional_host_permissions"] if "optional_host_permissions" in manifest else []
    for name in asked:
        assert f"`{name}`" in page, f"docs/it/permissions.md does not say why {name} is needed"


def test_there_is_a_page_for_each_browser_on_each_platform():
    names = {page.name for page in PAGES}
    for browser in ("chrome", "edge", "firefox"):
        for platform in ("windows", "macos", "linux"):
            assert f"{browser}-{platform}.md" in names
