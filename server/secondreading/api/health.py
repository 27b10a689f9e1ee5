"""`GET /healthz`: is this process able to check, and with which policy?"""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from secondreading.api.bodies import JSON, json_answer
from secondreading.api.operations import Body, Operation
from secondreading.api.services import Services
from secondreading.api.wire_report import PolicyOut


class HealthOut(msgspec.Struct, frozen=True):
    """`degraded`: checks work, with the policy named here; `trouble` says what does not."""

    status: str
    policy: PolicyOut
    trouble: str


OPERATIONS = (
    Operation(
        method="get",
        path="/healthz",
        summary="Whether this server can check, and with which policy",
        description="Answers 200 while drafts are checked, even when a newer policy could not be loaded.",
        answer=Body(JSON, HealthOut),
    ),
)


def health_blueprint(services: Services) -> Blueprint:
    """The endpoint, bound to `services`."""
    blueprint = Blueprint("health", __name__)
    holder = services.holder

    @blueprint.get("/healthz")
    def health() -> Response:
        stamp, trouble = holder.current().policy.stamp, holder.trouble
        status = "degraded" if trouble else "ok"
        return json_answer(
            msgspec.json.encode(HealthOut(status, PolicyOut(stamp.id, stamp.revision), trouble))
        )

    return blueprint
