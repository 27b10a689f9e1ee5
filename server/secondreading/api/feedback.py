"""`POST /v1/feedback`: what became of a finding. A count for each rule and day is kept, and what people say of it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from flask import Blueprint, Response, request
from msgspec import Meta, Struct

from secondreading.api.bodies import JSON, read_body
from secondreading.api.operations import Body, Operation
from secondreading.api.problem import invalid_field
from secondreading.api.services import Services
from secondreading.api.wire_faults import explain_broken, explain_invalid
from secondreading.store.figures import FigureKind
from secondreading.store.objections import Objection

LARGEST_BODY = 16_384
TOLD = ("wrong", "fixed", "acknowledged")


Words = Annotated[
    str, Meta(max_length=2_000, description="The marked words, only where the person sends them.")
]


class FeedbackIn(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person did with a finding of a rule: found it wrong, took the fix, or posted all the same."""

    rule: Annotated[str, Meta(max_length=120, description="The finding's rule, such as respect.tone.")]
    kind: Annotated[str, Meta(max_length=40, description="wrong, fixed or acknowledged.")]
    reason: Annotated[str, Meta(max_length=300, description="Why it is wrong, or fine here.")] = ""
    text: Words | None = None


_decoder = msgspec.json.Decoder(FeedbackIn)
OPERATIONS = (
    Operation(
        method="post",
        path="/v1/feedback",
        summary="Tell what became of a finding",
        description=(
            "Adds one to the count of that rule, kind and day. A reason is kept for the people who keep the "
            "policy, and the marked words where they were sent with it; no account, nothing of who sent it."
        ),
        scope="check",
        body=Body(JSON, FeedbackIn, {"rule": "confidentiality.closed-session", "kind": "fixed"}),
        answer=None,
        status=204,
        problems=(400, 401, 403, 413, 415, 422, 429, 500),
    ),
)


def feedback_blueprint(services: Services) -> Blueprint:
    """The endpoint, bound to `services`."""
    blueprint = Blueprint("feedback", __name__)

    @blueprint.post("/v1/feedback")
    def take_feedback() -> Response:
        services.gate.admit(request.environ, "check")
        told = _parse(read_body(request.environ, JSON, LARGEST_BODY))
        if told.kind not in TOLD:
            raise invalid_field("kind", f"must be one of: {', '.join(TOLD)}.")
        if all(rule.id != told.rule for rule in services.holder.current().policy.rules):
            raise invalid_field("rule", "is no rule of the policy in force.")
        services.figures.count(told.rule, FigureKind(told.kind))
        if told.reason.strip() and told.kind != FigureKind.FIXED:
            services.desk.keep_objection(_as_objection(told, services.holder.current().today().isoformat()))
        return Response(status=204)

    return blueprint


def _as_objection(told: FeedbackIn, day: str) -> Objection:
    # A null character is no text to a database.
    reason, text = (part and part.replace("\0", "\ufffd") for part in (told.reason.strip(), told.text))
    return Objection(day=day, rule=told.rule, kind=told.kind, reason=reason or "", text=text or None)


def _parse(body: bytes) -> FeedbackIn:
    try:
        return _decoder.decode(body)
    except msgspec.ValidationError as fault:
        raise explain_invalid(str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise explain_broken(body, fault) from None
