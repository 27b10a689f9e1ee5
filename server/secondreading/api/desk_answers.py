"""What the endpoints of the desk answer: pages, versions, and refusals as problems with their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response
from msgspec import Struct

from secondreading.api.bodies import ANSWER_HEADERS, JSON
from secondreading.api.errors import answer_problem
from secondreading.api.problem import FieldError, Problem
from secondreading.desk.errors import Missing, Refusal, Refused, Stale, Taken
from secondreading.desk.values import ConflictView, Saved

T = TypeVar("T")
READ_PROBLEMS = (401, 403, 404, 422, 500)
WRITE_PROBLEMS = (400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 500)


class ConflictOut(Struct, frozen=True):
    """What a merge could not decide: the texts before, of the city, and of the other side."""

    id: int
    revision: int
    path: str
    note: str
    state: str
    base: str | None
    ours: str | None
    theirs: str | None


class SavedOut(Struct, frozen=True):
    """The revision that was made, and the one in force now; `conflicts` of states that lie ahead."""

    revision: int
    in_force: int
    conflicts: tuple[ConflictOut, ...]


def answer(value: Struct, *, etag: str = "", status: int = 200, location: str = "") -> Response:
    """JSON that no cache keeps, with its version."""
    response = Response(msgspec.json.encode(value), status, ANSWER_HEADERS, content_type=JSON)
    if etag:
        response.headers["ETag"] = f'"{etag}"'
    if location:
        response.headers["Location"] = location
    return response


def saved_answer(saved: Saved, *, location: str = "") -> Response:
    """201 where something was made, else 200."""
    told = SavedOut(saved.revision, saved.in_force, tuple(conflict_out(c) for c in saved.conflicts))
    return answer(told, etag=saved.etag, status=201 if location else 200, location=location)


def conflict_out(view: ConflictView) -> ConflictOut:
    return ConflictOut(
        id=view.id,
        revision=view.revision,
        path=view.path,
        note=view.note,
        state=view.state,
        base=view.base,
        ours=view.ours,
        theirs=view.theirs,
    )


def cut_page(
    items: Sequence[T], names: Sequence[str], after: str, limit: int
) -> tuple[Sequence[T], str | None]:
    """The items whose names follow `after`, and the name for the next page. `names` are in order."""
    start = next((at for at, name in enumerate(names) if name > after), len(names)) if after else 0
    page = items[start : start + limit]
    more = start + limit < len(items)
    return page, names[start + limit - 1] if more else None


def answer_refusals(blueprint: Blueprint) -> None:
    """Turn what the desk raises into problems."""

    @blueprint.errorhandler(Refused)
    def refused(fault: Refused) -> Response:
        errors = tuple(field_error(refusal) for refusal in fault.refusals)
        first = errors[0].message if errors else "The change is not accepted."
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        return answer_problem(Problem("not-accepted", f"{first}{more}", errors))

    @blueprint.errorhandler(Missing)
    def missing(fault: Missing) -> Response:
        detail = f"{str(fault.args[0])[:300].capitalize()}."
        return answer_problem(Problem("not-found", detail))

    @blueprint.errorhandler(Taken)
    def taken(fault: Taken) -> Response:
        return answer_problem(Problem("taken", f"{str(fault.args[0])[:300].capitalize()}."))

    @blueprint.errorhandler(Stale)
    def stale(fault: Stale) -> Response:
        return answer_problem(_changed(fault))


def field_error(refusal: Refusal) -> FieldError:
    message = f"{refusal.message}. Mend: {refusal.mend}."
    return FieldError(refusal.path, message, refusal.file, refusal.line)


def _changed(fault: Stale) -> Problem:
    who = "; ".join(
        f"{change.author}" + (f" in revision {change.revision}" if change.revision else "")
        for change in fault.changes[:3]
    )
    detail = (
        f"{who or 'Somebody'} changed this after you read it. Look at 'difference', read it anew, and decide."
    )
    changes: list[dict[str, Any]] = [
        {"revision": c.revision, "author": c.author, "at": c.at, "reason": c.reason} for c in fault.changes
    ]
    more = {"changes": changes, "difference": fault.difference, "etag": fault.etag}
    headers = {"ETag": f'"{fault.etag}"'} if fault.etag else {}
    return Problem("changed-meanwhile", detail, headers=headers, more=more)
