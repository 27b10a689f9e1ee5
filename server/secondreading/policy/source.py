"""One YAML file as plain data with the line of every value; errors pile up and never stop the reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .errors import PolicyError
from .model import Place


@dataclass(slots=True)
class Source:
    """A file's data, the line (from 1) of each path into it, and what is wrong with it."""

    file: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    errors: list[PolicyError] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)  # identities of the nodes read so far

    def line(self, path: Place) -> int:
        """The line of a path, or of the nearest place around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def complain(self, path: Place, message: str, mend: str) -> None:
        self.errors.append(PolicyError(self.file, self.line(path), message, mend, path))

    def forget_inner_lines(self) -> None:
        """Keep the lines of the outermost fields only: inner ones serve the errors of what cannot be read."""
        outer = {path: line for path, line in self.lines.items() if len(path) < 2}
        self.lines.clear()
        self.lines.update(outer)


class Fields:
    """Reads one mapping of a source, field by field; `close` complains of fields nobody asked for."""

    def __init__(self, source: Source, data: object, path: Place = (), what: str = "this file") -> None:
        self.source, self.path, self.what = source, path, what
        self._asked: list[str] = []
        self.data: Mapping[str, Any] = data if isinstance(data, dict) else {}
        if not isinstance(data, dict):
            source.complain(path, f"{what} must be a mapping of fields", "write `name: value` lines")

    def has(self, name: str) -> bool:
        return self.data.get(name) is not None

    def any(self, name: str) -> Any:
        self._asked.append(name)
        return self.data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        value = self.any(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not value.strip():
            self._complain(
                name,
                "is missing" if value is None else "is no text",
                f"write {name}: followed by a sentence or word",
            )
            return ""
        return value.strip()

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        value, names = self.any(name), list(allowed)
        if value is None:
            return default
        if value not in names:
            self._complain(name, f"cannot be {value!r}", "use one of " + ", ".join(names))
            return default
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, empty where the field is left out. Numbers count as texts (phone lines, years)."""
        value = self.any(name)
        if value is None:
            return ()
        if not isinstance(value, list) or any(
            not isinstance(item, str | int) or isinstance(item, bool) for item in value
        ):
            self._complain(name, "must be a list of texts", f"write {name}: [first, second]")
            return ()
        return tuple(str(item) for item in value)

    def choices(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        names = list(allowed)
        found = self.texts(name)
        for item in found:
            if item not in names:
                self._complain(name, f"cannot have {item!r}", "use any of " + ", ".join(names))
        return tuple(item for item in found if item in names)

    def truth(self, name: str, *, default: bool = False) -> bool:
        value = self.any(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self._complain(name, "is a yes-or-no", f"write {name}: true or {name}: false")
            return default
        return value

    def day(self, name: str) -> date | None:
        value = self.any(name)
        if value is None or type(value) is date:
            return value
        self._complain(name, f"is no day: {value!r}", "write it as 2026-08-30")
        return None

    def mappings(self, name: str) -> list[Fields]:
        """A list of mappings, each to be read and closed by the caller."""
        value = self.any(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self._complain(name, "must be a list", f"start each entry of {name} with a dash")
            return []
        return [
            Fields(self.source, item, (*self.path, name, at), f"entry {at + 1} of {name}")
            for at, item in enumerate(value)
        ]

    def mapping(self, name: str) -> Fields | None:
        value = self.any(name)
        return None if value is None else Fields(self.source, value, (*self.path, name), name)

    def names(self) -> list[str]:
        """All field names, for mappings whose keys are names themselves."""
        return [str(name) for name in self.data]

    def close(self) -> None:
        for name in self.data:
            if name not in self._asked:
                known = ", ".join(dict.fromkeys(self._asked))
                self.source.complain(
                    (*self.path, name), f"{self.what} has no field {name!r}", f"use one of {known}"
                )

    def _complain(self, name: str, problem: str, mend: str) -> None:
        where = (*self.path, name) if name in self.data else self.path
        self.source.complain(where, f"{name} {problem}", mend)
