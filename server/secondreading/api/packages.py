"""`/packages/…`: the packed extension, and the manifests that tell browsers of a new version.

Open to everybody: browsers ask without a token, and a package holds no secret. The folder is read at each
request, so that a new version is offered the moment it is packed, by every worker.
"""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

from secondreading.api.problem import Problem
from secondreading.api.services import Services
from secondreading.deploy.package_index import CHANNELS, PackageError, PackageIndex, read_index
from secondreading.deploy.update_manifests import update_xml, updates_json

CRX_TYPE = "application/x-chrome-extension"
XPI_TYPE = "application/x-xpinstall"
XML = "text/xml; charset=utf-8"
JSON = "application/json"
PACKAGE_FILE = re.compile(r"second-reading-[0-9.]{1,24}\.(crx|xpi)")
# A version never changes its content, so its file may be kept; what is offered may change at any moment.
KEEP_S = 86_400


def packages_blueprint(services: Services) -> Blueprint:
    """The endpoints, bound to the folder that `secondreading extension pack` fills."""
    blueprint = Blueprint("packages", __name__)
    folder, public_url = services.config.package_folder, services.config.public_url

    def base() -> str:
        return f"{public_url or request.host_url.rstrip('/')}/packages/"

    @blueprint.get("/packages/<channel>/update.xml")
    def chromium_updates(channel: str) -> Response:
        return _fresh(update_xml(_index(folder, channel), channel, base()), XML)

    @blueprint.get("/packages/<channel>/updates.json")
    def firefox_updates(channel: str) -> Response:
        return _fresh(updates_json(_index(folder, channel), channel, base()), JSON)

    @blueprint.get("/packages/<channel>/second-reading.xpi")
    def newest_xpi(channel: str) -> Response:
        """What Firefox's policy installs: an address that stays while versions come and go."""
        offered = _index(folder, channel).offered(channel)
        if offered is None:
            raise _nothing()
        answer = _file(folder, offered.xpi.name)
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    @blueprint.get("/packages/<name>")
    def package(name: str) -> Response:
        if not PACKAGE_FILE.fullmatch(name):
            raise _nothing()
        return _file(folder, name)

    return blueprint


def _index(folder: Path, channel: str) -> PackageIndex:
    if channel not in CHANNELS:
        raise _nothing()
    try:
        index = read_index(folder)
    except PackageError:
        raise Problem(
            "internal-fault", "The list of packages cannot be read; see 'secondreading doctor'."
        ) from None
    if index is None:
        raise _nothing()
    return index


def _nothing() -> Problem:
    return Problem(
        "not-found",
        "There is no such package. 'secondreading extension pack' makes them and offers them here.",
    )


def _file(folder: Path, name: str) -> Response:
    if not (folder / name).is_file():
        raise _nothing()
    kind = CRX_TYPE if name.endswith(".crx") else XPI_TYPE
    answer = send_from_directory(folder, name, mimetype=kind, max_age=KEEP_S, conditional=True)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _fresh(content: bytes, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
