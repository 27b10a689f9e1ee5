"""Reading a wording: a limit, and the weights of words, in hundredths.

limit: 118
weights:
  41: regret, watch your
  -20: thank you
"""

from __future__ import annotations

from .model import Wording
from .source import Fields, Source

LARGEST_WEIGHT = 10_000  # hundredths: ten thousand words of it still fit the sum


def read_wording(source: Source) -> Wording | None:
    """None where there is nothing to weigh; the source says why."""
    top = Fields(source, source.data)
    limit, weights = _whole(top, "limit"), top.mapping("weights")
    top.close()
    if weights is None:
        source.complain((), "there are no weights here", "write weights: and, below it, 41: regret, rue")
        return None
    found: dict[str, int] = {}
    for name in weights.names():
        try:
            weight = int(name)
        except ValueError:
            weight = 0
        if not 0 < abs(weight) <= LARGEST_WEIGHT:
            message = f"{name!r} is no weight"
            source.complain((*weights.path, name), message, f"use whole hundredths up to {LARGEST_WEIGHT}")
            continue
        for word in filter(None, map(str.strip, weights.text(name).split(","))):
            if found.setdefault(word, weight) != weight:
                source.complain((*weights.path, name), f"{word!r} has two weights", "keep one of them")
    return Wording(source.file.partition("/")[2].removesuffix(".yaml"), found, limit, source.file)


def _whole(top: Fields, name: str) -> int:
    value = top.any(name)
    if isinstance(value, bool) or not isinstance(value, int):
        top.source.complain(
            (name,) if top.has(name) else (), f"{name} must be a whole number", f"write {name}: 100"
        )
        return 0
    return value
