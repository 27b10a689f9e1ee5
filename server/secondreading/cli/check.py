"""`secondreading check`: one text, or one request a line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import BinaryIO

from secondreading.api.policy_holder import InForce
from secondreading.api.problem import Problem, invalid_field
from secondreading.api.run_check import run_check
from secondreading.api.wire import CheckRequest, refuse_long_text
from secondreading.cli.check_lines import LineChecker
from secondreading.cli.loading import put_files_in_force
from secondreading.cli.report_text import report_as_text
from secondreading.config import ConfigError, read_config
from secondreading.domain import AccountContext, Action, Draft, Profile, Role, Severity
from secondreading.policy.errors import PolicyErrors

BAD_INPUT = 2


def run(arguments: argparse.Namespace) -> int:
    """Exit status: 0 nothing at warn or above, 1 something, 2 bad input."""
    try:
        text_limit = read_config().text_limit
        in_force = put_files_in_force(arguments.rules)
        source = sys.stdin.buffer if arguments.file == "-" else Path(arguments.file).open("rb")  # noqa: SIM115
    except (PolicyErrors, ConfigError) as fault:
        return _complain(str(fault))
    except OSError as fault:
        return _complain(f"{arguments.file}: {fault.strerror}")
    with source:
        if arguments.jsonl:
            return _check_lines(source, LineChecker(in_force, text_limit))
        return _check_text(source, arguments, in_force, text_limit)


def _check_lines(lines: Iterable[bytes], checker: LineChecker) -> int:
    write = sys.stdout.buffer.write
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        answer, complaint = checker.answer(line)
        write(answer + b"\n")
        if complaint:
            print(f"line {number}: {complaint}", file=sys.stderr)
    sys.stdout.buffer.flush()
    return BAD_INPUT if checker.refused else int(checker.loudest >= Severity.WARN)


def _check_text(source: BinaryIO, arguments: argparse.Namespace, in_force: InForce, text_limit: int) -> int:
    try:
        asked = _request(source.read(), arguments, text_limit)
    except Problem as problem:
        return _complain(problem.detail)
    report = run_check(asked, in_force)
    name = "text" if arguments.file == "-" else arguments.file
    print(report_as_text(report, asked.draft.text, name))
    return int(any(finding.severity >= Severity.WARN for finding in report.findings))


def _request(body: bytes, arguments: argparse.Namespace, text_limit: int) -> CheckRequest:
    """The request that text and options make. Raises Problem."""
    try:
        text = body.decode()
    except UnicodeDecodeError as broken:
        raise invalid_field("", f"byte {broken.start} is not UTF-8; save the file as UTF-8.") from None
    text = text.removesuffix("\n")
    if "\0" in text:
        raise invalid_field("", "holds a null character (U+0000); take it out.")
    refuse_long_text("the text", text, text_limit)
    account = AccountContext(
        profile=Profile(arguments.profile),
        role=Role(arguments.role),
        handle=arguments.handle,
        bio=arguments.bio,
        links=tuple(arguments.link),
    )
    draft = Draft(text, arguments.platform, Action(arguments.action))
    return CheckRequest(draft, account, _day(arguments.today), None)


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise invalid_field("--today", "must be a date like 2026-08-10.") from None


def _complain(message: str) -> int:
    print(f"secondreading: {message}", file=sys.stderr)
    return BAD_INPUT
