"""What the doctor says of one thing it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """`warning`: works, but not for long or not as well as it should."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Observation:
    """`words` say what was seen, `mend` what to do about it; empty where nothing has to be done."""

    state: State
    words: str
    mend: str = ""


def good(words: str) -> Observation:
    return Observation(State.GOOD, words)


def warning(words: str, mend: str) -> Observation:
    return Observation(State.WARNING, words, mend)


def bad(words: str, mend: str) -> Observation:
    return Observation(State.BAD, words, mend)
