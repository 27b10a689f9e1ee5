"""The container's files are linted; no container can be built in this place."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import PROJECT

FOLDER = PROJECT / "server" / "container"
DOCKERFILE = FOLDER / "Dockerfile"


@pytest.fixture
def services() -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["services"])


def test_hadolint_finds_no_fault_in_the_dockerfile():
    programs = f"{Path(sys.executable).parent}"
    hadolint = shutil.which("hadolint", path=programs) or shutil.which("hadolint")
    assert hadolint, "hadolint comes with the test tools: make lint"
    done = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_everything_that_the_image_copies_is_there_and_not_ignored():
    ignored = (FOLDER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE.read_text("utf-8"), re.MULTILINE):
        for name in line.split()[:-1]:
            assert (PROJECT / name).exists(), name
            assert f"!{name}" in ignored, f"{name} would not reach the build"


def test_the_image_needs_no_root_and_its_paths_agree():
    text = DOCKERFILE.read_text("utf-8")
    assert "USER 10001" in text
    assert "--uid 10001" in text
    assert "VOLUME /var/lib/secondreading" in text
    assert "SECONDREADING_STATE_FOLDER=/var/lib/secondreading" in text


def test_compose_opens_nothing_to_the_network_and_invents_no_password(services: dict[str, Any]):
    server, store = services["server"], services["store"]
    assert server["ports"] == ["127.0.0.1:8787:8787"]
    assert "ports" not in store
    assert store["environment"]["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD:?}"
    assert "${POSTGRES_PASSWORD:?}" in server["environment"]["SECONDREADING_DATABASE_URL"]
    assert server["build"]["dockerfile"] == "server/container/Dockerfile"
    assert (FOLDER / server["build"]["context"]).resolve() == PROJECT
    assert server["cap_drop"] == ["ALL"]


def test_compose_names_only_settings_that_the_server_knows(services: dict[str, Any]):
    from secondreading.config import SETTINGS

    named = {name for name in services["server"]["environment"] if name.startswith("SECONDREADING_")}
    named |= set(re.findall(r"SECONDREADING_[A-Z_]+", DOCKERFILE.read_text("utf-8")))
    assert named <= SETTINGS
