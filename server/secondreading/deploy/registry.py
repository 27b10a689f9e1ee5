"""Files for the Windows registry (`.reg`, version 5): UTF-16 with a byte order mark, lines ended by CR LF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

HEAD = "Windows Registry Editor Version 5.00"


def write_reg(keys: Mapping[str, Any], *, remove: Sequence[str] = ()) -> bytes:
    """A file that first takes the keys in `remove` away, whole, and then sets `keys` (path -> values).

    Values may be texts, whole numbers, booleans, lists (a key with the values 1, 2, …) and mappings (keys).
    """
    lines = [HEAD, ""]
    for path in remove:
        lines += [f"[-{path}]", ""]
    for path, values in keys.items():
        for key, entries in _flatten(path, values):
            lines += [f"[{key}]", *entries, ""]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode("utf-16-le")


def _flatten(path: str, values: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    plain = {name: value for name, value in values.items() if isinstance(value, str | bool | int)}
    yield path, [f"{_quote(name)}={_write(value)}" for name, value in plain.items()]
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flatten(f"{path}\\{name}", value)
        elif isinstance(value, list | tuple):
            numbered = {str(number): item for number, item in enumerate(value, start=1)}
            yield from _flatten(f"{path}\\{name}", numbered)


def _write(value: str | bool | int) -> str:
    return _quote(value) if isinstance(value, str) else f"dword:{int(value):08x}"


def _quote(text: str) -> str:
    if any(ord(letter) < 32 for letter in text):
        raise ValueError("A text in the registry must be one line.")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
