"""Two things measured side by side in one run, so that a busy machine slows both alike."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Pair:
    """Median CPU seconds per unit of `base` and `full`, and the median of the rounds' own ratios."""

    base: float
    full: float
    ratio: float


def interleaved(base: Callable[[], float], full: Callable[[], float], rounds: int) -> Pair:
    """Run both in turns. Each callable returns its own CPU seconds per unit; round 0 only warms up."""
    seen: list[tuple[float, float]] = []
    for turn in range(rounds + 1):
        # Who goes first changes, so that neither always meets the warmer cache.
        if turn % 2:
            one = base()
            two = full()
        else:
            two = full()
            one = base()
        if turn:
            seen.append((one, two))
    return Pair(
        base=median(one for one, _ in seen),
        full=median(two for _, two in seen),
        ratio=median(two / one for one, two in seen),
    )


def cpu_per_call(call: Callable[[str], object], inputs: list[str]) -> float:
    """CPU seconds of this process per call, over all inputs."""
    gc.collect()
    started = time.process_time()
    for item in inputs:
        call(item)
    return (time.process_time() - started) / len(inputs)
