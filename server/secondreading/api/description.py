"""`GET /openapi.json`: the API's full description."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response

from secondreading.api import check, desk_api, enrolments, feedback, health, languagetool, platforms
from secondreading.api.bodies import JSON, json_answer
from secondreading.api.openapi import describe_api
from secondreading.api.operations import Body, Operation
from secondreading.config import Config

OPERATIONS = (
    *check.OPERATIONS,
    *feedback.OPERATIONS,
    *languagetool.OPERATIONS,
    *enrolments.OPERATIONS,
    *platforms.OPERATIONS,
    *desk_api.OPERATIONS,
    *health.OPERATIONS,
    Operation(
        method="get",
        path="/openapi.json",
        summary="This description",
        description="OpenAPI 3.1; /docs shows it to people.",
        answer=Body(JSON, dict),
    ),
)


def description_blueprint(config: Config) -> Blueprint:
    """The endpoint, bound to the server's public address."""
    blueprint = Blueprint("description", __name__)
    encoded = msgspec.json.encode(describe_api(OPERATIONS, config.public_url))

    @blueprint.get("/openapi.json")
    def description() -> Response:
        return json_answer(encoded)

    return blueprint
