"""Which web pages and extensions may read the API's answers from a browser.

flask-cors does the work, but only for requests that carry an Origin: its hook would otherwise cost every
check some 20 µs. The origins come from the configuration, the extension's manifest and the city's facts.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from flask import Blueprint, Response, request
from flask_cors.core import get_cors_options, set_cors_headers

from secondreading.api.policy_holder import InForce, PolicyHolder

# How long, in seconds, a browser may remember a preflight's answer.
PREFLIGHT_MAX_AGE_S = 600


def extension_origin(manifest_key: str) -> str:
    """The origin that Chrome and Edge give an extension with this `key` in its manifest.

    Its id is the start of the public key's SHA-256, written with the letters a to p.
    """
    digest = hashlib.sha256(base64.b64decode(manifest_key)).hexdigest()[:32]
    return "chrome-extension://" + "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


class Cors:
    """Answers cross-origin requests of one app; the options follow the policy in force."""

    def __init__(self, holder: PolicyHolder, origins: tuple[str, ...]) -> None:
        self._holder, self._origins = holder, origins
        self._made_for: InForce | None = None
        self._options: Any = None

    def attach(self, blueprint: Blueprint) -> None:
        blueprint.after_request(self._answer)

    def _answer(self, response: Response) -> Response:
        if "HTTP_ORIGIN" in request.environ:
            set_cors_headers(response, self._current_options())
            response.headers.add("Vary", "Origin")
        return response

    def _current_options(self) -> Any:
        in_force = self._holder.current()
        if in_force is not self._made_for:
            self._options = get_cors_options(
                None,
                {
                    "origins": [
                        o for o in (*self._origins, *in_force.policy.facts.allowed_origins) if "*" not in o
                    ],
                    "methods": ["GET", "POST"],
                    "allow_headers": ["Authorization", "Content-Type"],
                    "expose_headers": ["Retry-After", "WWW-Authenticate"],
                    "max_age": PREFLIGHT_MAX_AGE_S,
                    "vary_header": False,
                },
            )
            self._made_for = in_force
        return self._options
