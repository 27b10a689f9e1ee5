"""A PostgreSQL server of the tests' own, in a temporary folder on a free port of 127.0.0.1."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from tests.missing import give_up
from tests.server_process import free_port

FOLDERS = [*Path("/usr/lib/postgresql").glob("*/bin"), Path("/opt/homebrew/bin")]


@dataclass(slots=True)
class PostgreSQL:
    """A running server. Databases are named in the order in which they are asked for."""

    port: int
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def new_database(self) -> str:
        """The address of a new and empty database."""
        import psycopg

        name = f"store_{next(self.numbers)}"
        with psycopg.connect(f"postgresql://tests@127.0.0.1:{self.port}/postgres", autocommit=True) as link:
            link.execute(f"create database {name}")
        return f"postgresql://tests@127.0.0.1:{self.port}/{name}"


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Skips the test where PostgreSQL or its driver is not installed: it is an option of the store."""
    pytest.importorskip("psycopg")
    search = os.pathsep.join([os.environ["PATH"], *(str(folder) for folder in FOLDERS)])
    initdb, pg_ctl = shutil.which("initdb", path=search), shutil.which("pg_ctl", path=search)
    if not initdb or not pg_ctl:
        give_up("PostgreSQL is not installed (Debian: apt install postgresql).")
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="store-"))
    if user:
        shutil.chown(folder, user)
    port = free_port()
    settings = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    data, quiet = str(folder / "data"), {"cwd": folder, "user": user, "check": True, "capture_output": True}
    try:
        subprocess.run([initdb, "-D", data, "-A", "trust", "-U", "tests", "-N"], **quiet)
        log = str(folder / "log")
        subprocess.run([pg_ctl, "-D", data, "-o", settings, "-w", "-l", log, "start"], **quiet)
        try:
            yield PostgreSQL(port)
        finally:
            subprocess.run([pg_ctl, "-D", data, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder)


def _user() -> str | None:
    """PostgreSQL refuses to run as root; its own user is there where it came as a package."""
    if os.geteuid() != 0:
        return None
    if "postgres" not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
    return "postgres"
