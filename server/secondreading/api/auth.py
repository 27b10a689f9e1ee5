"""Tokens: minted for extensions and tools, verified once, remembered until they expire. PyJWT's only room."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from secondreading.api.keys import KeyRing
from secondreading.api.problem import Problem
from secondreading.api.roles import SCOPES
from secondreading.domain import AccountContext, Profile, Role

ALGORITHM = "HS256"
REQUIRED = ["iss", "aud", "sub", "iat", "exp", "scope"]
# What the clocks of two nodes may differ by, in seconds.
CLOCK_LEEWAY_S = 30
LONGEST_TOKEN = 4_096
REMEMBERED_TOKENS = 4_096
PLAIN_ACCOUNT = AccountContext(profile=Profile.OFFICIAL, role=Role.STAFF)


@dataclass(frozen=True, slots=True)
class EnrolmentStamp:
    """The enrolment that a token was given for, and the number of the secret that was shown."""

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `account` stands in where a client cannot tell the account; `expires_at` is epoch seconds.

    `caller` is whose budget is spent: the subject, but for enrolments the one token, so that a fleet does
    not share one browser's budget.
    """

    subject: str
    scopes: frozenset[str]
    expires_at: float
    account: AccountContext = PLAIN_ACCOUNT
    enrolment: EnrolmentStamp | None = None
    caller: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenOrder:
    """What a new token shall say. `lifetime_s` is in seconds."""

    subject: str
    scopes: tuple[str, ...]
    lifetime_s: int
    profile: Profile = Profile.OFFICIAL
    role: Role = Role.STAFF
    enrolment: EnrolmentStamp | None = None


class Tokens:
    """Mints and verifies the tokens of one issuer and audience."""

    def __init__(
        self, keys: KeyRing, *, issuer: str, audience: str, clock: Callable[[], float] = time.time
    ) -> None:
        self._keys, self._issuer, self._audience, self._clock = keys, issuer, audience, clock
        self._jwt = jwt.PyJWT(options={"enforce_minimum_key_length": True})
        self._verified: dict[str, Principal] = {}

    def mint(self, order: TokenOrder) -> str:
        """A signed token in compact form."""
        now = int(self._clock())
        claims: dict[str, Any] = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": order.subject,
            "jti": uuid.uuid4().hex,
            "iat": now,
            "exp": now + order.lifetime_s,
            "scope": " ".join(order.scopes),
            "account": {"profile": order.profile.value, "role": order.role.value},
        }
        if order.enrolment is not None:
            claims["enrolment"] = {"id": order.enrolment.id, "number": order.enrolment.number}
        kid = self._keys.current
        return self._jwt.encode(claims, self._keys.secrets[kid], ALGORITHM, headers={"kid": kid})

    def verify(self, token: str) -> Principal:
        """Whom the token names. Raises Problem `token-refused`; never says which part of it was wrong."""
        principal = self._verified.get(token)
        if principal is None:
            principal = self._verify_anew(token)
            if len(self._verified) >= REMEMBERED_TOKENS:
                self._verified.clear()
            self._verified[token] = principal
        if principal.expires_at <= self._clock():
            self._verified.pop(token, None)
            raise refuse("The token has expired. Ask your administrator for a new one.")
        return principal

    def _verify_anew(self, token: str) -> Principal:
        if len(token) > LONGEST_TOKEN:
            raise refuse("This is not a token of this server.")
        try:
            kid = jwt.get_unverified_header(token).get("kid", "")
            claims = self._jwt.decode(
                token,
                self._keys.secrets[kid],
                algorithms=[ALGORITHM],
                audience=self._audience,
                issuer=self._issuer,
                options={"require": REQUIRED},
                leeway=CLOCK_LEEWAY_S,
            )
            return _principal(claims)
        except jwt.ExpiredSignatureError:
            raise refuse("The token has expired. Ask your administrator for a new one.") from None
        except jwt.ImmatureSignatureError:
            raise refuse(
                "The token is from the future: the clocks of this server and of the one that gave the token"
                " differ. Ask your administrator to set them right."
            ) from None
        except (jwt.PyJWTError, KeyError, TypeError, ValueError):
            raise refuse("This is not a token of this server. Ask your administrator for one.") from None


def _principal(claims: Mapping[str, Any]) -> Principal:
    scopes = frozenset(str(claims["scope"]).split()) & frozenset(SCOPES)
    account = claims.get("account", {})
    if not isinstance(account, Mapping):
        raise TypeError("account")
    enrolled = claims.get("enrolment")
    stamp = EnrolmentStamp(str(enrolled["id"]), int(enrolled["number"])) if enrolled is not None else None
    return Principal(
        subject=str(claims["sub"]),
        scopes=scopes,
        expires_at=float(claims["exp"]),
        account=AccountContext(
            profile=Profile(account.get("profile", "official")), role=Role(account.get("role", "staff"))
        ),
        enrolment=stamp,
        caller=str(claims.get("jti", claims["sub"])) if stamp else str(claims["sub"]),
    )


def refuse(detail: str) -> Problem:
    """The problem for a token that was sent and does not hold."""
    challenge = 'Bearer realm="Second Reading", error="invalid_token"'
    return Problem("token-refused", detail, headers={"WWW-Authenticate": challenge})
