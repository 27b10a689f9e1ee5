"""Errors in words that tell the reader what to do, in the shape of RFC 9457. Knows no Flask.

Nothing of a draft may stand in a problem: places are told by path or byte, never by quoting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its anchor on the /docs page, HTTP status, and what a caller can do."""

    name: str
    status: int
    title: str
    remedy: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind("broken-body", 400, "The body cannot be read", "Send one JSON object (or form) in UTF-8."),
        Kind("token-needed", 401, "A token is needed", "Send the header 'Authorization: Bearer <token>'."),
        Kind("token-refused", 401, "The token is not accepted", "Ask your administrator for a new token."),
        Kind("enrolment-refused", 401, "The enrolment secret is not accepted", "Renew the policy files."),
        Kind("enrolment-revoked", 401, "The enrolment was revoked", "Ask your administrator to enrol anew."),
        Kind("scope-missing", 403, "The token does not allow this", "Ask for a token with that scope."),
        Kind("not-found", 404, "There is nothing at this address", "See /docs for the addresses."),
        Kind("taken", 409, "There is one of that name already", "Choose another name, or replace that one."),
        Kind("changed-meanwhile", 412, "Somebody changed this in the meantime", "Look at the difference."),
        Kind("condition-needed", 428, "The version is missing", "Send the header If-Match with the ETag."),
        Kind("not-accepted", 422, "The policy cannot be changed so", "Mend what 'errors' names."),
        Kind("method-not-allowed", 405, "This address has another method", "See the header Allow."),
        Kind("body-too-large", 413, "The body is too large", "Send one draft at a time."),
        Kind("text-too-long", 413, "The text is too long to be checked", "Check it in parts."),
        Kind("wrong-content-type", 415, "The body has the wrong type", "Set the header Content-Type."),
        Kind("invalid-field", 422, "A field of the request is not right", "Mend the fields in 'errors'."),
        Kind("too-many-checks", 429, "Too many checks in a short time", "Wait as Retry-After says."),
        Kind("internal-fault", 500, "The server made a mistake", "Try again; the draft was not checked."),
    )
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field. `path` is like `draft.media[0].kind`, empty for the whole body.

    `file` and `line` (from 1) say where it stands in the policy's files, if that is where it is.
    """

    path: str
    message: str
    file: str = ""
    line: int = 0

    def as_json(self) -> dict[str, Any]:
        place = {"file": self.file, "line": self.line} if self.file else {}
        return {"path": self.path, "message": self.message, **place}


@dataclass(slots=True, eq=False)
class Problem(Exception):
    """A request that cannot be answered. `kind` is a key of KINDS; `more` are members of its own."""

    kind: str
    detail: str
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return KINDS[self.kind].status

    def as_json(self) -> dict[str, Any]:
        title = KINDS[self.kind].title
        told = problem_json(f"/docs#{self.kind}", title, self.status, self.detail, self.errors)
        return {**told, **self.more}


def problem_json(
    type_: str, title: str, status: int, detail: str, errors: tuple[FieldError, ...] = ()
) -> dict[str, Any]:
    """The members of an `application/problem+json` answer."""
    listed = [error.as_json() for error in errors]
    return {"type": type_, "title": title, "status": status, "detail": detail, "errors": listed}


def invalid_field(path: str, message: str) -> Problem:
    """One field that cannot be taken as it is."""
    where = path or "the body"
    return Problem("invalid-field", f"{where}: {message}", (FieldError(path, message),))
