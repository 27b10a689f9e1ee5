"""Data travels one way, and every library has its room."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import imports, package_files, parsed, room_of, shown

# A room may import from rooms further left, and from itself.
ORDER = (
    "domain",
    "register",
    "enrolment",
    "text",
    "matchers",
    "policy",
    "modifiers",
    "check",
    "examples",
    "resources",
    "config",
    "store",
    "desk",
    "deploy",
    "api",
    "web",
    "app",
    "cli",
)
# The core takes no part in where files lie, what the environment says or how anything is stored.
CORE = ORDER[: ORDER.index("examples") + 1]

LIBRARY_ROOMS = {
    "flask": ("api/", "web/", "app.py"),
    "werkzeug": ("api/", "web/", "app.py"),
    "flask_cors": ("api/", "app.py"),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "sqlite3": ("store/",),
    "psycopg": ("store/",),
    # Read in one place, written in one.
    "yaml": ("policy/load.py", "policy/write.py"),
    "textblob": ("matchers/kinds/tone.py",),
    "nltk": ("matchers/kinds/tone.py",),
    "jwt": ("api/auth.py",),
    "cryptography": ("deploy/", "cli/extension.py"),
    "prometheus_client": ("api/metrics.py",),
    "gunicorn": ("cli",),
    "authlib": ("web/admin/provider.py",),
    "joserfc": ("web/admin/provider.py",),
    "requests": ("web/admin/provider.py",),
    "itsdangerous": ("web/admin/session.py", "web/admin/tickets.py"),
    "urllib.request": (),
}


def test_every_module_stands_in_the_order_of_rooms():
    strangers = {room_of(path) for path in package_files()} - {*ORDER, "", "__main__"}
    assert not strangers, f"Say in tests/house/test_imports.py where these rooms stand: {sorted(strangers)}"


def test_imports_run_one_way():
    wrong = []
    for found in imports():
        top, _, rest = found.module.partition(".")
        target = rest.partition(".")[0]
        if top != "secondreading" or target not in ORDER or found.room not in ORDER or found.only_for_types:
            continue
        if ORDER.index(target) > ORDER.index(found.room):
            wrong.append(f"{found.place}: {found.room} imports {target}, but imports run the other way")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("library", "rooms"), LIBRARY_ROOMS.items(), ids=str)
def test_a_library_is_used_only_in_its_room(library: str, rooms: tuple[str, ...]):
    allowed = tuple(f"server/secondreading/{room}" for room in rooms)
    wrong = [
        f"{found.place}: {library} is used only in {', '.join(rooms) or 'no room at all'}"
        for found in imports()
        if f"{found.module}.".startswith(f"{library}.") and not found.place.startswith(allowed or ("-",))
    ]
    assert not wrong, "\n".join(wrong)


def test_only_config_reads_the_environment():
    wrong = []
    for path in package_files():
        if path.name == "config.py":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"}:
                if ast.unparse(node.value) == "os":
                    wrong.append(f"{shown(path, node.lineno)}: ask config.py instead of the environment")
            elif isinstance(node, ast.ImportFrom) and node.module == "os":
                wrong += [
                    f"{shown(path, node.lineno)}: import os whole" for a in node.names if "env" in a.name
                ]
    assert not wrong, "\n".join(wrong)


def test_the_core_has_no_clock_and_opens_no_file():
    """Only `policy/load.py` reads files; the day comes in with the `Moment`."""
    banned = {"datetime.now", "date.today", "datetime.today", "datetime.utcnow", "time.time", "open"}
    wrong = []
    for path in package_files():
        if room_of(path) not in CORE or path.name == "load.py":
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("datetime.") in banned:
                wrong.append(
                    f"{shown(path, node.lineno)}: {ast.unparse(node.func)}() has no place in the core"
                )
    assert not wrong, "\n".join(wrong)
