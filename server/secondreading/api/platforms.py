"""`GET /v1/platforms`: how the extension finds compose boxes, newer than what was packed into it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from secondreading.api.bodies import JSON
from secondreading.api.operations import Body, Operation
from secondreading.api.platform_files import PlatformFiles, PlatformsOut
from secondreading.api.services import Services
from secondreading.resources import extension_folder

OPERATIONS = (
    Operation(
        method="get",
        path="/v1/platforms",
        summary="Platform files, with a switch to turn any of them off",
        description=(
            "Selectors and labels of compose boxes as data, never code. Extensions ask a few times a day with"
            " If-None-Match, check the set by their own schema and keep the last good one until it expires. A city"
            " puts its own index.json and files into platforms/ of the state folder, with a higher version."
        ),
        answer=Body(JSON, PlatformsOut),
        versioned=True,
    ),
)


def platforms_blueprint(services: Services) -> Blueprint:
    """The endpoint, bound to the folders of `services`. Open to everybody: there is nothing of a city in it."""
    blueprint = Blueprint("platforms", __name__)
    files = PlatformFiles(extension_folder() / "platforms", services.config.platforms_folder)

    @blueprint.get("/v1/platforms")
    def platforms() -> Response:
        served = files.current()
        headers = {"ETag": served.etag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        if request.if_none_match.contains_weak(served.etag.strip('"')):
            return Response(status=304, headers=headers)
        return Response(served.body, 200, headers, content_type=JSON)

    return blueprint
