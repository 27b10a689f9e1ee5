"""Every error as `application/problem+json`: never an HTML page, a stack trace or a draft's text."""

from __future__ import annotations

import logging
import traceback

import msgspec
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from secondreading.api.problem import KINDS, FieldError, Problem, problem_json

log = logging.getLogger(__name__)
PROBLEM_TYPE = "application/problem+json"
BY_STATUS = {
    404: Problem("not-found", "There is nothing at this address. The addresses are listed at /docs."),
    405: Problem(
        "method-not-allowed", "This address does not take this method; the header Allow says which."
    ),
    413: Problem("body-too-large", "The body is too large.", (FieldError("", "is too large."),)),
    500: Problem("internal-fault", "The server made a mistake, so the draft was not checked. Try again."),
}


def register_errors(app: Flask) -> None:
    """Answer every error of `app` with a problem."""
    app.register_error_handler(Problem, answer_problem)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_fault)


def answer_problem(problem: Problem) -> Response:
    answer = _respond(problem.as_json())
    answer.headers.update(dict(problem.headers))
    return answer


def _answer_http(fault: HTTPException) -> Response:
    """Werkzeug's own errors. Their descriptions are not used: some repeat what was sent."""
    status = fault.code or 500
    known = BY_STATUS.get(status)
    answer = _respond(
        known.as_json()
        if known
        else problem_json("about:blank", fault.name, status, "The request cannot be answered; see /docs.")
    )
    for name, value in fault.get_headers():
        if name in ("Allow", "Retry-After", "Location"):
            answer.headers[name] = value
    return answer


def _answer_fault(fault: Exception) -> Response:
    """A mistake of ours. Its message and its locals may hold a draft, so only type and place are logged."""
    log.error("unhandled %s at %s", type(fault).__name__, place_of(fault))
    return _respond(BY_STATUS[500].as_json())


def place_of(fault: BaseException) -> str:
    """The last frames of `fault` as `file:line in function`, without any value."""
    frames = traceback.extract_tb(fault.__traceback__)[-4:]
    return " < ".join(f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in reversed(frames))


def _respond(members: dict[str, object]) -> Response:
    answer = Response(msgspec.json.encode(members), int(str(members["status"])), mimetype=PROBLEM_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def all_kinds() -> tuple[dict[str, object], ...]:
    """The kinds of problems, for the page that explains them."""
    return tuple(
        {"name": kind.name, "status": kind.status, "title": kind.title, "remedy": kind.remedy}
        for kind in KINDS.values()
    )
