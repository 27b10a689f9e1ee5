"""The pages, their static files, and a read-only choice of the extension's files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, send_from_directory

from secondreading.api.errors import all_kinds
from secondreading.api.policy_holder import PolicyHolder
from secondreading.config import Config
from secondreading.web.api_reader import read_description

# Scripts and styles only from files of this server: a text that slips into a page stays a text.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
PAGE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",
}
# What the try-it page shares with the extension; never its settings, options or manifest.
SHARED_FILE = re.compile(
    r"(content|platforms|icons|_locales)(/[A-Za-z0-9_-]+)+\.(js|css|json|svg|png)|background/api_client\.js"
)


def pages_blueprint(
    holder: PolicyHolder, description: dict[str, Any], extension: Path, config: Config
) -> Blueprint:
    """The pages. `extension` is the folder of the browser extension."""
    blueprint = Blueprint("pages", __name__, template_folder="templates", static_folder="static")
    blueprint.after_request(_add_page_headers)

    @blueprint.get("/")
    def try_it() -> str:
        policy = holder.current().policy
        return render_template(
            "try_it.html", city=policy.facts.city_name, stamp=policy.stamp, needs_token=not config.is_loopback
        )

    @blueprint.get("/docs")
    def docs() -> str:
        api = read_description(description, config.public_url or request.host_url.rstrip("/"))
        return render_template("docs.html", api=api, problems=all_kinds())

    @blueprint.get("/extension/<path:name>")
    def extension_file(name: str) -> Response:
        if not SHARED_FILE.fullmatch(name):
            abort(404)
        return send_from_directory(extension, name)

    return blueprint


def _add_page_headers(response: Response) -> Response:
    response.headers.update(PAGE_HEADERS)
    return response
