"""Who is signed in, kept in a signed cookie: no server-side state, so no check ever waits for a session.

The cookie holds a name, roles and a form token, nothing secret; what matters is that nobody can forge it.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Request, Response
from itsdangerous import BadSignature, URLSafeSerializer

from secondreading.api.keys import KeyRing
from secondreading.config import Config

LONGEST_COOKIE = 4_000
FLOW_LIFETIME_S = 600


@dataclass(frozen=True, slots=True)
class Session:
    """One person, signed in until `expires_at` (epoch seconds). `form_token` must come with every form."""

    id: str
    name: str
    roles: frozenset[str]
    form_token: str
    expires_at: int

    def holds(self, form_token: str) -> bool:
        return hmac.compare_digest(self.form_token.encode(), form_token.encode())


class Sessions:
    """Makes, reads and ends the sessions of one server; every node with the same keys reads them."""

    def __init__(self, keys: KeyRing, config: Config, clock: Callable[[], float] = time.time) -> None:
        self._clock, self._lifetime_s = clock, config.session_hours * 3600
        self._is_https = config.public_url.startswith("https://")
        self._session, self._flow = signer(keys, "admin-session"), signer(keys, "admin-sign-in")

    @property
    def cookie(self) -> str:
        """`__Host-` makes browsers refuse a cookie that a neighbouring name or plain HTTP tries to plant."""
        return "__Host-second-reading" if self._is_https else "second-reading"

    @property
    def flow_cookie(self) -> str:
        return self.cookie + "-sign-in"

    def begin(self, response: Response, name: str, roles: Iterable[str]) -> Session:
        """Sign in. Always a new id and form token: one from before the sign-in is worth nothing after it."""
        session = Session(
            id=secrets.token_urlsafe(24),
            name=name[:200],
            roles=frozenset(roles),
            form_token=secrets.token_urlsafe(24),
            expires_at=int(self._clock()) + self._lifetime_s,
        )
        held = [session.id, session.name, sorted(session.roles), session.form_token, session.expires_at]
        self._set(response, self.cookie, self._session.dumps(held), self._lifetime_s)
        return session

    def read(self, request: Request) -> Session | None:
        """The session of a request; None without one, or with one that is forged, broken or over."""
        held = _loads(self._session, request.cookies.get(self.cookie, ""))
        if not isinstance(held, list) or len(held) != 5 or held[4] <= self._clock():
            return None
        return Session(held[0], held[1], frozenset(held[2]), held[3], held[4])

    def end(self, response: Response) -> None:
        response.delete_cookie(self.cookie, path="/", secure=self._is_https, httponly=True, samesite="Lax")

    def keep_flow(self, response: Response, held: dict[str, str]) -> None:
        """What has to be remembered while a person is at the provider; for ten minutes."""
        until = int(self._clock()) + FLOW_LIFETIME_S
        self._set(response, self.flow_cookie, self._flow.dumps([held, until]), FLOW_LIFETIME_S)

    def take_flow(self, request: Request) -> dict[str, str]:
        """What `keep_flow` kept in this browser, empty where there is nothing. `drop_flow` belongs to it."""
        held = _loads(self._flow, request.cookies.get(self.flow_cookie, ""))
        return held[0] if isinstance(held, list) and held[1] > self._clock() else {}

    def drop_flow(self, response: Response) -> None:
        response.delete_cookie(
            self.flow_cookie, path="/", secure=self._is_https, httponly=True, samesite="Lax"
        )

    def _set(self, response: Response, name: str, value: str, lifetime_s: int) -> None:
        # Lax, not Strict: the way back from the provider is a navigation that another site starts.
        response.set_cookie(
            name, value, max_age=lifetime_s, path="/", secure=self._is_https, httponly=True, samesite="Lax"
        )


def signer(keys: KeyRing, purpose: str) -> URLSafeSerializer:
    """Signs with the current key, verifies with all: rotating keys signs nobody out."""
    ordered = [secret for kid, secret in keys.secrets.items() if kid != keys.current]
    return URLSafeSerializer([*ordered, keys.secrets[keys.current]], salt=f"second-reading.{purpose}")


def _loads(reader: URLSafeSerializer, written: str) -> Any:
    if not written or len(written) > LONGEST_COOKIE:
        return None
    try:
        return reader.loads(written)
    except (BadSignature, ValueError):
        return None
