"""Policy files for browsers on Linux, each under the path where its browser looks."""

from __future__ import annotations

import json

from secondreading.deploy.policies import (
    Deployment,
    chromium_managed,
    chromium_policies,
    edge_policies,
    firefox_policies,
)

NAME = "second-reading.json"
CHROME = f"linux/etc/opt/chrome/policies/managed/{NAME}"
CHROMIUM = f"linux/etc/chromium/policies/managed/{NAME}"
EDGE = f"linux/etc/opt/edge/policies/managed/{NAME}"
FIREFOX = "linux/etc/firefox/policies/policies.json"


def linux_files(deployment: Deployment) -> dict[str, bytes]:
    """Path -> content. `linux/` stands for the root of the file system."""
    managed = chromium_managed(deployment)
    chromium = {**chromium_policies(deployment), **managed}
    return {
        CHROME: as_json(chromium),
        CHROMIUM: as_json(chromium),
        EDGE: as_json({**edge_policies(deployment), **managed}),
        FIREFOX: as_json({"policies": firefox_policies(deployment)}),
    }


def as_json(value: object) -> bytes:
    """JSON for people to read and compare."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
