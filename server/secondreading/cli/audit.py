"""`secondreading audit verify` and `audit list`: who changed what, and whether the log is whole."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime

from secondreading.cli.store import opened_desk
from secondreading.desk.desk import Desk


def run(arguments: argparse.Namespace) -> int:
    """Exit status: 0 whole, 1 something is wrong with the log, 2 the store cannot be read."""
    try:
        with opened_desk() as desk:
            return {"verify": _verify, "list": _list}[arguments.action_name](desk, arguments)
    except (ValueError, OSError) as fault:
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2


def _verify(desk: Desk, arguments: argparse.Namespace) -> int:
    report = desk.verify_audit()
    faults = list(report.faults)
    if arguments.expect and arguments.expect not in report.hashes:
        faults.append("the hash that was written down is not in the log: it was rewritten or cut off")
    for fault in faults:
        print(fault)
    print(f"{report.entries} entries, {len(faults)} faults, last hash {report.head}")
    return 1 if faults else 0


def _list(desk: Desk, arguments: argparse.Namespace) -> int:
    for entry in reversed(desk.audit(limit=max(1, arguments.limit))):
        moment = datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="seconds")
        print(f"{entry.number:>6}  {moment}  {entry.actor}  {entry.action}  {entry.subject}")
    return 0
