"""The grammar of registry files (version 5) as far as policies need it: reads what regedit would take."""

from __future__ import annotations

import re

HEAD = "Windows Registry Editor Version 5.00"
KEY = re.compile(r"\[(-?)(HKEY_LOCAL_MACHINE(?:\\[^\\\[\]]+)+)\]")
VALUE = re.compile(r'(@|"(?:[^"\\]|\\["\\])+")=("(?:[^"\\]|\\["\\])*"|dword:[0-9a-f]{8})')

Keys = dict[str, dict[str, str | int]]


def read_reg(data: bytes) -> tuple[Keys, list[str]]:
    """Keys with their values, and the keys to be removed. Fails where regedit would."""
    assert data.startswith(b"\xff\xfe"), "regedit knows version 5 by its byte order mark"
    lines = data.decode("utf-16").split("\r\n")
    assert not [line for line in lines if "\n" in line or "\r" in line], "lines end with CR LF"
    assert lines[0] == HEAD
    assert lines[1] == ""
    keys: Keys = {}
    removed: list[str] = []
    current: dict[str, str | int] | None = None
    for line in lines[2:]:
        if not line:
            current = None
        elif found := KEY.fullmatch(line):
            current = None if found[1] else keys.setdefault(found[2], {})
            removed += [found[2]] if found[1] else []
        else:
            assert (value := VALUE.fullmatch(line)), f"regedit would skip: {line}"
            assert current is not None, f"a value outside a key: {line}"
            current[_plain(value[1])] = _read(value[2])
    return keys, removed


def _read(written: str) -> str | int:
    return int(written[6:], 16) if written.startswith("dword:") else _plain(written)


def _plain(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])
