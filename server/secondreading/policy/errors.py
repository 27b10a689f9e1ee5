"""Everything that is wrong with a policy's files, told at once to the person who can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class PolicyError:
    """One problem. `line` counts from 1, 0 where the whole file is meant; `place` leads to it in the data."""

    file: str
    line: int
    message: str
    mend: str
    place: tuple[str | int, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}. Mend: {self.mend}."


class PolicyErrors(ValueError):
    """Raised with all errors of a policy, sorted by file and line."""

    def __init__(self, errors: Sequence[PolicyError]) -> None:
        self.errors = tuple(sorted(errors))
        super().__init__("\n".join(map(str, self.errors)))
