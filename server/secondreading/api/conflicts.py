"""`/v1/conflicts`: what a newer standard pack and the city's changes could not agree on."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response
from msgspec import Struct

from secondreading.api.bodies import JSON
from secondreading.api.desk_answers import ConflictOut, answer, answer_refusals, conflict_out
from secondreading.api.desk_requests import Reason, known_number, read_as, read_edit
from secondreading.api.operations import Body, Operation, Parameter
from secondreading.api.services import Services


class ConflictsOut(Struct, frozen=True):
    """The open conflicts, oldest first."""

    items: tuple[ConflictOut, ...]


class SettleIn(Struct, frozen=True, forbid_unknown_fields=True):
    """`ours` leaves the policy as it is; `theirs` puts the other side's file in place."""

    take: Literal["ours", "theirs"]
    reason: Reason


class SettledOut(Struct, frozen=True):
    """The revision that was made, null where the policy stayed as it was."""

    revision: int | None


CONFLICT = Parameter("conflict", "Its number.", "path", {"type": "integer", "minimum": 1})
OPERATIONS = (
    Operation(
        method="get",
        path="/v1/conflicts",
        summary="What merges left open",
        description="With the texts before, of the city, and of the other side.",
        answer=Body(JSON, ConflictsOut),
        permission="revisions.read",
        problems=(401, 403, 500),
    ),
    Operation(
        method="post",
        path="/v1/conflicts/{conflict}",
        summary="Settle a conflict",
        description="Say which side's file shall stand.",
        body=Body(JSON, SettleIn, {"take": "ours", "reason": "We wrote it for our town."}),
        answer=Body(JSON, SettledOut),
        parameters=(CONFLICT,),
        permission="revisions.publish",
        problems=(400, 401, 403, 404, 413, 415, 422, 500),
    ),
)


def conflicts_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to `services`."""
    blueprint = Blueprint("conflicts", __name__)
    desk = services.desk
    answer_refusals(blueprint)

    @blueprint.get("/v1/conflicts")
    def list_conflicts() -> Response:
        return answer(ConflictsOut(tuple(conflict_out(view) for view in desk.conflicts())))

    @blueprint.post("/v1/conflicts/<int:conflict>")
    def settle(conflict: int) -> Response:
        asked = read_as(SettleIn)
        saved = desk.settle(known_number(conflict), asked.take, read_edit(asked.reason))
        return answer(SettledOut(saved.revision if saved else None))

    return blueprint
