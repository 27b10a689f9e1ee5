"""The command line of the checkout, asked many requests at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "secondreading", "check", "--jsonl")


def answers(requests: Sequence[dict[str, Any]], rules: Path | None = None) -> list[dict[str, Any]]:
    """One answer a request, in order; from the packaged rules, or from those in a folder."""
    command = (*COMMAND, "--rules", str(rules)) if rules else COMMAND
    feed = "".join(json.dumps(request) + "\n" for request in requests)
    done = subprocess.run(command, input=feed, capture_output=True, text=True, check=False)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    if len(found) != len(requests):
        raise RuntimeError(f"{len(requests)} requests, {len(found)} answers: {done.stderr[-1000:]}")
    return found
