"""`secondreading deploy`: the files that IT imports, for every browser and platform."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from secondreading.config import read_config
from secondreading.deploy.files import deployment_files
from secondreading.deploy.manifest import check_server, check_site, version_order
from secondreading.deploy.package_index import PackageIndex, read_index
from secondreading.deploy.policies import DeployError, Deployment, ManagedValues
from secondreading.resources import extension_folder


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0, or 2 where something stands in the way; it is told what."""
    try:
        deployment = _deployment(arguments)
        made = deployment_files(deployment)
        folder = Path(arguments.out)
        _write(folder, made)
    except (ValueError, OSError) as fault:
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2
    print(f"Wrote {len(made)} files for {deployment.values.server} into {folder}; start with its README.md.")
    if not deployment.values.enrolment:
        print(
            "There is no enrolment secret in them, so the server will refuse these browsers: make one with"
            " 'secondreading enrolment create' and pass it with --enrolment.",
            file=sys.stderr,
        )
    return 0


def _deployment(arguments: argparse.Namespace) -> Deployment:
    server = check_server(arguments.server)
    index = read_index(read_config().package_folder)
    if index is None:
        raise DeployError(
            "The extension was not packed yet, so it has no id. Run:"
            f" secondreading extension pack --server {server}"
        )
    _check_index(index, server, arguments)
    manifest = json.loads((extension_folder() / "manifest.json").read_text(encoding="utf-8"))
    values = ManagedValues(
        server=server,
        enrolment=arguments.enrolment,
        profile=arguments.profile,
        role=arguments.role,
        pause_allowed=False if arguments.no_pause else None,
        hosts=tuple(check_site(site) for site in arguments.site),
    )
    return Deployment(
        values=values,
        chromium_id=index.chromium_id,
        firefox_id=index.firefox_id,
        channel=arguments.channel,
        site_patterns=tuple(manifest["content_scripts"][0]["matches"]),
        minimum_version=arguments.minimum_version,
        pinned_version=arguments.pin,
        private_windows=not arguments.no_private_windows,
        unsigned_firefox=arguments.unsigned_firefox,
    )


def _check_index(index: PackageIndex, server: str, arguments: argparse.Namespace) -> None:
    if index.server != server:
        raise DeployError(
            f"The extension was packed for {index.server}, not for {server}: browsers would look for updates"
            " there. Pack it for the right server, or deploy for that one."
        )
    for version in (arguments.minimum_version, arguments.pin):
        if version and version_order(version) and version not in index.packages:
            raise DeployError(f"There is no package of version {version}. See: secondreading extension list")


def _write(folder: Path, made: dict[str, bytes]) -> None:
    """Files for their owner only: a secret is in them."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
