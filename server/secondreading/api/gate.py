"""Who may come in: a token, or a request that provably starts and ends on this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from secondreading.api.auth import EnrolmentStamp, Principal, Tokens
from secondreading.api.enrolment_watch import EnrolmentWatch
from secondreading.api.problem import Problem
from secondreading.config import Config, is_loopback_address

LOCAL = Principal("this machine", frozenset({"check"}), float("inf"))
LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
# Any of these means that somebody passed the request on, so its sender may be anywhere.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA", "HTTP_X_FORWARDED_HOST")
HOW = (
    "This server asks for a token. Send the header 'Authorization: Bearer <token>'; your administrator"
    " makes one with 'secondreading token'."
)


class Gate:
    """Decides for each request; one for each process."""

    def __init__(
        self,
        config: Config,
        tokens: Tokens,
        watch: EnrolmentWatch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tokens, self._watch = tokens, watch
        self._open_on_loopback = config.is_loopback
        self._budget = TokenBuckets(config.checks_per_minute, clock) if config.checks_per_minute else None

    def admit(self, environ: Mapping[str, Any], scope: str, spare_token: str = "") -> Principal:
        """The sender of a request in WSGI's terms. `spare_token` is one that came in the body.

        Raises Problem: 401 without a good token, 403 without the scope, 429 over the budget.
        """
        principal = self._identify(environ, spare_token)
        if scope not in principal.scopes:
            challenge = f'Bearer realm="Second Reading", error="insufficient_scope", scope="{scope}"'
            raise Problem(
                "scope-missing",
                f"This needs a token with the scope '{scope}'. Ask your administrator for one.",
                headers={"WWW-Authenticate": challenge},
            )
        if principal.enrolment is not None:
            self._hold_to_enrolment(principal.enrolment)
        if self._budget is not None:
            self._budget.spend(principal.caller or sender_address(environ))
        return principal

    def admit_role(self, environ: Mapping[str, Any], roles: frozenset[str]) -> Principal:
        """The sender of a request that needs one of `roles`; being on this machine is not enough.

        Raises Problem: 401 without a good token, 403 without such a role.
        """
        if environ.get("HTTP_AUTHORIZATION") is None:
            raise Problem("token-needed", HOW, headers={"WWW-Authenticate": 'Bearer realm="Second Reading"'})
        principal = self._identify(environ, "")
        if roles.isdisjoint(principal.scopes):
            wanted = " or ".join(sorted(roles))
            challenge = f'Bearer realm="Second Reading", error="insufficient_scope", scope="{wanted}"'
            detail = f"This needs a token with the role {wanted}. Ask your administrator for one."
            raise Problem("scope-missing", detail, headers={"WWW-Authenticate": challenge})
        return principal

    def _hold_to_enrolment(self, stamp: EnrolmentStamp) -> None:
        """A token of an enrolment holds no longer than the enrolment. Raises Problem 401."""
        if self._watch is None or not self._watch.accepts(stamp.id, stamp.number):
            raise Problem(
                "enrolment-revoked",
                "The enrolment that gave this token was revoked or replaced. Ask your administrator.",
                headers={"WWW-Authenticate": 'Bearer realm="Second Reading", error="invalid_token"'},
            )
        self._watch.count(stamp.id, checks=1)

    def _identify(self, environ: Mapping[str, Any], spare_token: str) -> Principal:
        header = environ.get("HTTP_AUTHORIZATION")
        if header is None and not spare_token:
            if self._open_on_loopback and came_from_this_machine(environ):
                return LOCAL
            raise Problem("token-needed", HOW, headers={"WWW-Authenticate": 'Bearer realm="Second Reading"'})
        if header is None:
            return self._tokens.verify(spare_token)
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            raise Problem("token-needed", HOW, headers={"WWW-Authenticate": 'Bearer realm="Second Reading"'})
        return self._tokens.verify(token.strip())


def came_from_this_machine(environ: Mapping[str, Any]) -> bool:
    """True when the sender is here, nobody forwarded, and the browser thinks so too.

    The Host header is what tells a page of a foreign site that had its name rebound to 127.0.0.1.
    """
    if not is_loopback_address(environ.get("REMOTE_ADDR", "")):
        return False
    if is_proxied(environ):
        return False
    name, colon, port = environ.get("HTTP_HOST", "").lower().rpartition(":")
    if not colon or port.endswith("]"):
        name = environ.get("HTTP_HOST", "").lower()
    return name in LOCAL_NAMES


def is_proxied(environ: Mapping[str, Any]) -> bool:
    """True when somebody passed the request on."""
    return any(name in environ for name in FORWARDED)


def sender_address(environ: Mapping[str, Any]) -> str:
    """Who sent a request, for limits only. A proxy on this machine says for whom it speaks."""
    address = str(environ.get("REMOTE_ADDR", ""))
    if not address or is_loopback_address(address):
        return str(environ.get("HTTP_X_REAL_IP") or address)
    return address


class TokenBuckets:
    """At most `per_minute` checks for each sender, with bursts of a sixth of that; counts per process."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._rate_per_s, self._burst, self._clock = per_minute / 60, max(per_minute / 6, 1.0), clock
        self._left: dict[str, tuple[float, float]] = {}

    def spend(self, sender: str) -> None:
        """Take one check off the sender's budget. Raises Problem 429."""
        now = self._clock()
        left, then = self._left.get(sender, (self._burst, now))
        left = min(self._burst, left + (now - then) * self._rate_per_s)
        if left < 1:
            wait_s = int((1 - left) / self._rate_per_s) + 1
            detail = f"Too many checks in a short time. Try again in {wait_s} s."
            raise Problem("too-many-checks", detail, headers={"Retry-After": str(wait_s)})
        if len(self._left) > 10_000:
            self._left.clear()
        self._left[sender] = (left - 1, now)
