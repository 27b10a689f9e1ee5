"""From plain data to YAML as people write it here. The one writer of YAML.

What a person wrote stays as it is, comments and all, in every file (and every section of the city's
file) that a change does not touch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from .load import section_lines
from .model import Place

WIDTH = 110
FIELDS = (
    *("id", "title", "status", "language", "severity", "reliability", "clauses", "message", "why", "fix"),
    *("match", "unless", "frames", "softened_by", "raise", "lower", "suggest", "yields_to"),
    *("false_alarms", "note", "example_account", "examples"),
)


def write_rule(data: Mapping[str, Any]) -> str:
    """A rule file, its fields in the usual order; fields nobody knows come last, so that none is lost."""
    order = [name for name in FIELDS if name in data] + [name for name in data if name not in FIELDS]
    return _dump({name: data[name] for name in order}, flow=None)


def write_section(text: str, path: Place, value: object) -> str:
    """`text` with the field at `path` holding `value`; every other line stays as it was.

    `path` has one name, or two where the field stands in a mapping such as `city`.
    """
    written = _section(str(path[-1]), value, indent=len(path) - 1)
    lines = text.splitlines()
    found = section_lines(text, path)
    if found is not None:
        lines[found[0] : found[1] + 1] = written
    elif len(path) == 1:
        lines += ["", *written]
    else:
        parent = section_lines(text, path[:-1])
        at = parent[1] + 1 if parent else len(lines)
        lines[at:at] = written if parent else [f"{path[0]}:", *written]
    return "\n".join(lines) + "\n"


def _section(name: str, value: object, indent: int) -> list[str]:
    room = "  " * indent
    if isinstance(value, Sequence) and not isinstance(value, str) and value and _is_table(value):
        return [f"{room}{name}:", *(f"{room}  - {_on_one_line(row)}" for row in value)]
    line = f"{room}{name}: {_on_one_line(value)}"
    if len(line) <= WIDTH:
        return [line]
    return [room + line for line in _dump({name: value}, flow=False).splitlines()]


def _is_table(rows: Sequence[object]) -> bool:
    """Mappings, or texts that are too many for one line: each gets a line of its own."""
    if all(isinstance(row, Mapping) for row in rows):
        return True
    return all(isinstance(row, str) for row in rows) and sum(len(str(row)) + 2 for row in rows) > WIDTH


def _on_one_line(value: object) -> str:
    dumped = _dump(dict(value) if isinstance(value, Mapping) else value, flow=True, width=1_000_000)
    return dumped.removesuffix("...\n").strip()


def _dump(value: object, *, flow: bool | None, width: int = WIDTH) -> str:
    """`flow` None: lists and mappings that hold no others stand on one line."""
    return str(
        yaml.dump(
            value,
            Dumper=_Dumper,
            default_flow_style=flow,
            allow_unicode=True,
            sort_keys=False,
            width=width,
        )
    )


class _Dumper(yaml.SafeDumper):
    """Writes no aliases: the reader refuses them, because a few could fill the memory."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True
