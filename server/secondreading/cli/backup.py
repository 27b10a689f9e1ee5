"""`secondreading backup` and `secondreading restore`: store, keys and packages in one file, while serving."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from secondreading import __version__
from secondreading.config import Config, read_config
from secondreading.store.dump import Dump, dump_store, restore_store
from secondreading.store.engine import open_engine

ABOUT = "backup.json"
TABLE = "tables/{}.jsonl"
PACKAGE = re.compile(r"packages/[A-Za-z0-9][A-Za-z0-9._-]*")


class BackupError(ValueError):
    """A backup that cannot be made or read; the message says why."""


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0, or 2 where something stands in the way; it is told what."""
    try:
        config = read_config()
        if arguments.action_name == "backup":
            return _back_up(config, Path(arguments.file))
        return _restore(config, arguments)
    except (ValueError, OSError) as fault:
        # ConfigError, StoreError and BackupError all say what to mend.
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2


def _back_up(config: Config, path: Path) -> int:
    engine = open_engine(config.database_url)
    try:
        dump = dump_store(engine)
    finally:
        engine.dispose()
    write_backup(path, dump, _kept_files(config))
    rows = sum(len(table) for table in dump.tables.values())
    print(
        f"Wrote {path}: {rows} rows in {len(dump.tables)} tables, keys and packages. Keep it like a password."
    )
    return 0


def _restore(config: Config, arguments: argparse.Namespace) -> int:
    dump, kept = read_backup(Path(arguments.file))
    if not arguments.yes:
        raise BackupError(
            f"This would put the backup in the place of everything in {config.state_folder} and its store."
            " Say --yes if you mean it; what is there now is backed up first."
        )
    engine = open_engine(config.database_url)
    try:
        before = config.state_folder / f"before-restore-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}.zip"
        _save_what_is_there(config, before)
        restore_store(engine, dump)
    finally:
        engine.dispose()
    if not arguments.store_only:
        for name, content in kept.items():
            _write_private(_place_of(config, name), content)
    print("Restored. Running servers use the policy within two seconds, the keys after a reload (SIGHUP).")
    return 0


def _save_what_is_there(config: Config, path: Path) -> None:
    """A store that is empty or damaged has nothing to save, and is what a restore is for."""
    engine = open_engine(config.database_url)
    try:
        dump = dump_store(engine)
    except Exception as fault:
        print(f"What is there now cannot be backed up ({type(fault).__name__}).", file=sys.stderr)
        return
    finally:
        engine.dispose()
    write_backup(path, dump, _kept_files(config))
    print(f"What was there before is in {path}")


def write_backup(path: Path, dump: Dump, kept: Mapping[str, bytes]) -> None:
    """One zip file for its owner only, put in place in one step."""
    contents = {
        TABLE.format(name): b"".join(
            json.dumps(dict(row), ensure_ascii=False).encode() + b"\n" for row in rows
        )
        for name, rows in dump.tables.items()
    }
    contents |= {f"files/{name}": content for name, content in kept.items()}
    about = {
        "format": 1,
        "release": __version__,
        "schema": dump.schema,
        "tables": list(dump.tables),
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {**contents, ABOUT: json.dumps(about, indent=1).encode()}.items():
                archive.writestr(name, content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_backup(path: Path) -> tuple[Dump, dict[str, bytes]]:
    """The rows and the files of a backup, after comparing every hash. Raises BackupError."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read(ABOUT))
            contents = {name: archive.read(name) for name in about["sha256"]}
    except (zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise BackupError(f"{path} is no whole backup ({type(fault).__name__}).") from None
    if about.get("format") != 1:
        raise BackupError(f"{path} has a form that this release does not know; install a newer one.")
    changed = [n for n, sha in about["sha256"].items() if hashlib.sha256(contents[n]).hexdigest() != sha]
    if changed:
        raise BackupError(f"{path} was changed or is damaged: {', '.join(changed)}")
    tables: dict[str, list[dict[str, Any]]] = {
        name: [json.loads(line) for line in contents[TABLE.format(name)].splitlines()]
        for name in about["tables"]
    }
    files = {n.removeprefix("files/"): c for n, c in contents.items() if n.startswith("files/")}
    return Dump(str(about["schema"]), tables), files


def _kept_files(config: Config) -> dict[str, bytes]:
    """Keys and packages: without them browsers and tokens of before would be strangers."""
    named = {"signing_keys.json": config.key_file, "extension_key.pem": config.extension_key_file}
    packages = config.package_folder.glob("*") if config.package_folder.is_dir() else ()
    named |= {name: path for path in packages if PACKAGE.fullmatch(name := f"packages/{path.name}")}
    return {name: path.read_bytes() for name, path in named.items() if path.is_file()}


def _place_of(config: Config, name: str) -> Path:
    """Where a kept file belongs; a name that is none of ours could lead anywhere. Raises BackupError."""
    if name == "signing_keys.json":
        return config.key_file
    if name == "extension_key.pem":
        return config.extension_key_file
    if PACKAGE.fullmatch(name):
        return config.state_folder / name
    raise BackupError(f"The backup holds a file that has no place here: {name}")


def _write_private(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)
