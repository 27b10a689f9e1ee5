"""`secondreading doctor`: what is wrong with a deployment, in words, seen from inside and from outside."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from secondreading.api.keys import KeyFileError, load_keys
from secondreading.config import Config, ConfigError, read_config
from secondreading.deploy.doctor.findings import Observation, State, bad, good, warning
from secondreading.deploy.doctor.outside import Visitor, look_from_outside
from secondreading.deploy.extension_key import ExtensionKeyError, extension_id, load_extension_key, public_key
from secondreading.deploy.manifest import ManifestError, check_server
from secondreading.deploy.package_index import PackageError, read_index
from secondreading.desk.verifying import verify_audit
from secondreading.policy.load import PolicyErrors
from secondreading.store.engine import Store, StoreError, open_engine
from secondreading.store.health import look_at_store

MARKS = {State.GOOD: "ok     ", State.WARNING: "look   ", State.BAD: "WRONG  "}
LEAST_FREE_MB = 500


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0 all well, 1 something is wrong, 2 the order itself cannot be followed."""
    try:
        observations = list(_look(arguments))
    except (ConfigError, ManifestError) as fault:
        print(f"secondreading: {fault}")
        return 2
    for seen in observations:
        print(f"{MARKS[seen.state]}{seen.words}")
        if seen.mend:
            print(f"       {seen.mend}")
    wrong = sum(seen.state is State.BAD for seen in observations)
    print(f"\n{len(observations)} things looked at, {wrong} wrong.")
    return 1 if wrong else 0


def _look(arguments: argparse.Namespace) -> Iterator[Observation]:
    if not arguments.outside_only:
        yield from look_inside(read_config())
    server = arguments.server or ("" if arguments.outside_only else read_config().public_url)
    if server:
        visitor = Visitor(check_server(server), arguments.authority)
        yield from look_from_outside(visitor, arguments.enrolment)
    elif arguments.outside_only:
        raise ConfigError("Say where the server is: --server https://reading.maplebend.gov")


def look_inside(config: Config) -> Iterator[Observation]:
    """This machine: folder, keys, store, policy, packages."""
    yield _look_at_folder(config.state_folder)
    try:
        load_keys(config.key_file)
        yield good("The signing keys are there and for their owner only.")
    except KeyFileError as fault:
        mend = (
            "The first start makes it." if not config.key_file.exists() else "Mend it as said, then restart."
        )
        yield bad(str(fault), mend)
    yield from _look_at_database(config)
    yield from _look_at_own_packages(config)
    if not config.is_loopback and not config.public_url:
        yield warning(
            "The server does not know its public address.",
            "Set SECONDREADING_PUBLIC_URL, such as https://reading.maplebend.gov",
        )


def _look_at_folder(folder: Path) -> Observation:
    if not folder.is_dir():
        return bad(f"{folder} is not there.", "Start the server once, or set SECONDREADING_STATE_FOLDER.")
    if folder.stat().st_mode & 0o007:
        return bad(f"Everybody on this machine may look into {folder}.", f"Run: chmod o= {folder}")
    free_mb = shutil.disk_usage(folder).free // 1_000_000
    if free_mb < LEAST_FREE_MB:
        return warning(f"Only {free_mb} MB are free where {folder} lies.", "Make room, or the store stops.")
    return good(f"{folder} is for its owner only, and {free_mb} MB are free.")


def _look_at_database(config: Config) -> Iterator[Observation]:
    try:
        engine = open_engine(config.database_url)
        try:
            found = look_at_store(engine)
            with Store(engine).reading() as link:
                audit_faults = verify_audit(link).faults
        finally:
            engine.dispose()
    except (StoreError, PolicyErrors, LookupError) as fault:
        yield bad(f"The store: {fault}", "Compare SECONDREADING_DATABASE_URL, and start the server once.")
        return
    yield good(
        f"The store answers, with revision {found.revision} in force and {found.rules} rules compiled."
    )
    if found.schema != found.newest_schema:
        yield bad(
            f"The store has the schema {found.schema}; this release needs {found.newest_schema}.",
            "Start the server of this release once: it brings the store up to date.",
        )
    for words in audit_faults:
        yield bad(f"The audit log: {words}", "Compare with your last backup: secondreading audit verify")


def _look_at_own_packages(config: Config) -> Iterator[Observation]:
    try:
        index = read_index(config.package_folder)
    except PackageError as fault:
        yield bad(str(fault), "Pack the extension again.")
        return
    if index is None:
        yield warning("The extension was not packed yet.", "Run: secondreading extension pack")
        return
    try:
        key = load_extension_key(config.extension_key_file)
    except ExtensionKeyError as fault:
        yield bad(str(fault), "Bring it back from a backup: without it no new version can be made.")
        return
    if extension_id(public_key(key)) != index.chromium_id:
        yield bad("The extension's key is not the one that its packages were signed with.", "Bring it back.")
    missing = [
        file.name
        for package in index.packages.values()
        for file in (package.crx, package.xpi)
        if not (config.package_folder / file.name).is_file()
    ]
    if missing:
        yield bad(f"These packages are gone: {', '.join(missing)}", "Bring them back from a backup.")
    if config.public_url and index.server != config.public_url:
        yield bad(
            f"The extension was packed for {index.server}, but the server is {config.public_url}.",
            "Pack it for the right address into an empty folder.",
        )
    offered = ", ".join(f"{version} on {channel}" for channel, version in sorted(index.channels.items()))
    yield good(f"The extension {index.chromium_id} is packed; offered: {offered or 'nothing'}.")
