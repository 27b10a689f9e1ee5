"""The policy as files in a folder, loaded for one command. No store takes part."""

from __future__ import annotations

from pathlib import Path

from secondreading.api.policy_holder import InForce, put_in_force
from secondreading.domain import PolicyStamp
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.load import load_compiled, read_folder
from secondreading.register import ProfileRegister
from secondreading.resources import policy_rules_folder

# What a new store would number it: the same files give the same answers here and there.
FIRST_REVISION = PolicyStamp("standard", 1)


def load_from_folder(folder: str | None) -> CompiledPolicy:
    """The packaged policy, or the one in `folder`. Raises PolicyErrors."""
    files = read_folder(Path(folder) if folder else policy_rules_folder())
    return load_compiled(files, FIRST_REVISION)


def put_files_in_force(folder: str | None) -> InForce:
    """The same, with a register that knows only the handles in the city's facts."""
    return put_in_force(load_from_folder(folder), ProfileRegister())
