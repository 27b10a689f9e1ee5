"""`secondreading policy export` and `policy import`: the policy as files, for git and for other cities."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from secondreading.cli.store import opened_desk
from secondreading.desk.desk import Desk
from secondreading.desk.errors import Missing, Refused, Stale
from secondreading.desk.validation import judge
from secondreading.desk.values import Edit
from secondreading.policy.errors import PolicyErrors
from secondreading.policy.load import read_folder


def run(arguments: argparse.Namespace) -> int:
    """Exit status: 0 done, 2 not done; then standard error says why."""
    try:
        with opened_desk() as desk:
            return {"export": _export, "import": _import}[arguments.action_name](desk, arguments)
    except Refused as fault:
        for refusal in fault.refusals:
            place = f"{refusal.file}:{refusal.line}" if refusal.file else refusal.path or "the policy"
            print(f"{place}: {refusal.message}. Mend: {refusal.mend}.", file=sys.stderr)
    except (PolicyErrors, ValueError, OSError) as fault:
        print(f"secondreading: {fault}", file=sys.stderr)
    except Missing as fault:
        print(f"secondreading: {fault.args[0]}", file=sys.stderr)
    except Stale:
        print("secondreading: somebody changed the policy at this moment; try again.", file=sys.stderr)
    return 2


def _export(desk: Desk, arguments: argparse.Namespace) -> int:
    folder = Path(arguments.folder)
    files = desk.export(arguments.revision)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    strange = sorted({path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")} - set(files))
    for name in strange:
        print(f"{folder / name} is no part of this revision", file=sys.stderr)
    print(f"{len(files)} files in {folder}")
    return 0


def _import(desk: Desk, arguments: argparse.Namespace) -> int:
    files = read_folder(Path(arguments.folder))
    if arguments.dry_run:
        judge(files, desk.standing_files())
        print(f"{len(files)} files, nothing wrong with them")
        return 0
    saved = desk.import_files(files, Edit(arguments.author, arguments.reason))
    print(f"Revision {saved.revision} is published; {saved.in_force} is in force.")
    for conflict in saved.conflicts:
        print(f"Revision {conflict.revision} could not take it over: {conflict.path}: {conflict.note}")
    return 0
