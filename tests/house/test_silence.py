"""No text of a draft is written anywhere: what the source may hand to a log."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import package_files, parsed, room_of, shown

_LEVELS = {"debug", "info", "warning", "error", "critical", "exception", "log"}
# Names that hold what a person wrote, or that carry it along.
_CARRIES_TEXT = {
    "alt",
    "bio",
    "body",
    "data",
    "draft",
    "exc",
    "err",
    "finding",
    "findings",
    "payload",
    "quoted_text",
    "raw",
    "report",
    "request",
    "response",
    "text",
    "words",
}
_SPEAKS_TO_A_PERSON = {"cli"}


def test_no_log_call_is_given_what_a_person_wrote():
    wrong = []
    for path, call in _log_calls():
        given = {
            node.id if isinstance(node, ast.Name) else node.attr
            for argument in (*call.args, *(k.value for k in call.keywords))
            for node in ast.walk(argument)
            if isinstance(node, ast.Name | ast.Attribute)
        }
        for name in sorted(given & _CARRIES_TEXT):
            wrong.append(
                f"{shown(path, call.lineno)}: {name!r} may hold a draft's text; log its size or its kind"
            )
    assert not wrong, "\n".join(wrong)


def test_no_log_call_prints_a_traceback():
    """An exception's message often quotes the value it stumbled over, which may be the draft."""
    wrong = [
        f"{shown(path, call.lineno)}: log the exception's type and place, not the exception"
        for path, call in _log_calls()
        if _level(call) == "exception" or any(k.arg in {"exc_info", "stack_info"} for k in call.keywords)
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_command_line_prints():
    wrong = [
        f"{shown(path, node.lineno)}: print() belongs to the command line"
        for path in package_files()
        if room_of(path) not in _SPEAKS_TO_A_PERSON
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "traceback.print_exc"}
    ]
    assert not wrong, "\n".join(wrong)


def _log_calls() -> Iterator[tuple[Path, ast.Call]]:
    for path in package_files():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and _level(node) in _LEVELS:
                yield path, node


def _level(call: ast.Call) -> str:
    """The method's name where its owner looks like a logger, else an empty text."""
    if not isinstance(call.func, ast.Attribute):
        return ""
    owner = ast.unparse(call.func.value).lower()
    return call.func.attr if owner.endswith(("log", "logger", "logging")) or "getlogger" in owner else ""
