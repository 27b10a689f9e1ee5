"""`POST /v1/enrolments/token`: a browser shows the city's secret and gets a token for checks, for an hour."""

from __future__ import annotations

import time

import msgspec
from flask import Blueprint, Response, request
from msgspec import Struct

from secondreading.api.auth import EnrolmentStamp, TokenOrder
from secondreading.api.bodies import JSON, json_answer, read_body
from secondreading.api.gate import TokenBuckets, sender_address
from secondreading.api.operations import Body, Operation
from secondreading.api.problem import Problem, invalid_field
from secondreading.api.services import Services
from secondreading.enrolment import Standing, find, id_in

TOKEN_LIFETIME_S = 3_600
LARGEST_BODY = 2_048
# For each process: a fleet that starts at eight o'clock passes, somebody who guesses does not.
TOKENS_PER_MINUTE = 3_000
WRONG_PER_MINUTE = 30
REFUSALS = {
    Standing.UNKNOWN: (
        "enrolment-refused",
        "This is not an enrolment secret of this server. Compare the managed setting 'enrolment' with what"
        " 'secondreading enrolment create' printed.",
    ),
    Standing.REPLACED: (
        "enrolment-refused",
        "This enrolment secret was replaced by a new one. The browser needs the newest policy files.",
    ),
    Standing.REVOKED: (
        "enrolment-revoked",
        "The enrolment of this browser was revoked. Nothing is checked until the city enrols it again.",
    ),
}


class EnrolIn(Struct, forbid_unknown_fields=True, frozen=True):
    """`secret` is the managed setting `enrolment`."""

    secret: str


class EnrolOut(Struct, frozen=True):
    """`expires_in` counts seconds; `now` is the server's clock in seconds since 1970."""

    token: str
    expires_in: int
    now: int


OPERATIONS = (
    Operation(
        method="post",
        path="/v1/enrolments/token",
        summary="A token for checks, for a managed browser",
        description=(
            "The secret proves that the browser is one of the city's, and opens nothing but checks. Nobody is "
            "named: a browser is one of a fleet. Revoking the enrolment ends its tokens within two seconds."
        ),
        body=Body(JSON, EnrolIn, {"secret": "srenrol.0123456789ab." + "x" * 43}),
        answer=Body(JSON, EnrolOut),
        problems=(400, 401, 413, 415, 422, 429, 500),
    ),
)


def enrolments_blueprint(services: Services) -> Blueprint:
    """The endpoint, bound to `services`."""
    blueprint = Blueprint("enrolments", __name__)
    tokens, watch = services.tokens, services.watch
    given = TokenBuckets(TOKENS_PER_MINUTE, time.monotonic)
    wrong = TokenBuckets(WRONG_PER_MINUTE, time.monotonic)

    @blueprint.post("/v1/enrolments/token")
    def give_token() -> Response:
        secret = _read_secret(read_body(request.environ, JSON, LARGEST_BODY))
        enrolment = find(watch.fresh(), secret) if id_in(secret) else None
        standing = enrolment.standing(secret, time.time()) if enrolment else Standing.UNKNOWN
        if enrolment is None or standing is not Standing.GOOD:
            wrong.spend(sender_address(request.environ))
            raise _refuse(standing)
        given.spend(enrolment.id)
        watch.count(enrolment.id, tokens=1)
        stamp = EnrolmentStamp(enrolment.id, enrolment.number_of(secret))
        order = TokenOrder(
            subject=f"enrolment:{enrolment.id}",
            scopes=("check",),
            lifetime_s=TOKEN_LIFETIME_S,
            enrolment=stamp,
        )
        answer = EnrolOut(tokens.mint(order), TOKEN_LIFETIME_S, int(time.time()))
        return json_answer(msgspec.json.encode(answer))

    return blueprint


def _read_secret(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=EnrolIn).secret
    except msgspec.ValidationError:
        raise invalid_field("secret", "must be the only field, and a text.") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Problem("broken-body", "The body is no JSON in UTF-8.") from None


def _refuse(standing: Standing) -> Problem:
    kind, detail = REFUSALS[standing]
    return Problem(kind, detail, headers={"WWW-Authenticate": 'Bearer realm="Second Reading"'})
