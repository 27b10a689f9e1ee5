"""Sign-in by OpenID Connect: authorisation code with PKCE, at any provider that publishes its metadata.

The provider is asked only while somebody signs in. Whoever is signed in stays so when it is down.
Authlib and requests are used here and nowhere else; this module knows no Flask.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from authlib.integrations.base_client import BaseApp, OAuth2Mixin, OAuthError, OpenIDMixin
from authlib.integrations.requests_client import OAuth2Session
from joserfc.errors import JoseError
from requests.exceptions import RequestException

from secondreading.config import OidcSettings
from secondreading.web.admin.faults import ProviderDown, SignInRefused

log = logging.getLogger(__name__)
TIMEOUT_S = 10
# Only signatures that the provider alone can make: never `none`, never one keyed with the client's secret.
ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA")


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says came. `roles` are ours; they may be none."""

    subject: str
    name: str
    roles: frozenset[str]


class _Client(OAuth2Mixin, OpenIDMixin, BaseApp):  # type: ignore[misc]
    """Authlib's client without its Flask part: what is remembered between two requests is our cookie's."""

    client_cls = OAuth2Session


class Provider:
    """One provider. Its metadata and keys are fetched at the first sign-in and then remembered."""

    def __init__(self, settings: OidcSettings, known_roles: frozenset[str]) -> None:
        self._settings, self._known = settings, known_roles
        self._client = _Client(
            None,
            name="provider",
            client_id=settings.client_id,
            client_secret=settings.client_secret or None,
            server_metadata_url=settings.issuer + "/.well-known/openid-configuration",
            client_kwargs={
                "scope": settings.scopes,
                "code_challenge_method": "S256",
                "default_timeout": TIMEOUT_S,
                **({} if settings.client_secret else {"token_endpoint_auth_method": "none"}),
            },
        )

    def start(self, redirect_uri: str) -> tuple[str, dict[str, str]]:
        """The address to send the browser to, and what to remember until it comes back."""
        try:
            self._load_metadata()
            made = self._client.create_authorization_url(redirect_uri)
        except (RequestException, OAuthError, RuntimeError, ValueError) as fault:
            raise _down(fault) from None
        kept = {name: str(made[name]) for name in ("state", "nonce", "code_verifier")}
        return str(made["url"]), kept | {"redirect_uri": redirect_uri}

    def finish(self, code: str, flow: Mapping[str, str]) -> Person:
        """Who came back with `code`. Raises ProviderDown or SignInRefused."""
        try:
            metadata = self._load_metadata()
            token = self._client.fetch_access_token(
                redirect_uri=flow["redirect_uri"], code=code, code_verifier=flow["code_verifier"]
            )
            if "id_token" not in token:
                raise SignInRefused("The provider sent no ID token.")
            expected = {
                "iss": {"essential": True, "value": metadata["issuer"]},
                "aud": {"essential": True, "value": self._settings.client_id},
            }
            claims = dict(self._client.parse_id_token(token, flow["nonce"], claims_options=expected))
            if find_claim(claims, self._settings.role_claim) is None and "userinfo_endpoint" in metadata:
                more = dict(self._client.userinfo(token=token))
                if more.get("sub") == claims["sub"]:
                    claims = more | claims
        except RequestException as fault:
            raise _down(fault) from None
        except (OAuthError, JoseError, KeyError, ValueError, RuntimeError) as fault:
            log.warning("a sign-in was refused: %s", type(fault).__name__)
            raise SignInRefused("The provider's answer does not prove who came.") from None
        return self._person(claims)

    def _load_metadata(self) -> dict[str, Any]:
        metadata: dict[str, Any] = self._client.load_server_metadata()
        if str(metadata.get("issuer", "")).rstrip("/") != self._settings.issuer:
            # Not kept: the next sign-in asks again, by when the mistake may have been mended.
            self._client.server_metadata.clear()
            raise ValueError("issuer")
        offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
        metadata["id_token_signing_alg_values_supported"] = [a for a in offered if a in ALGORITHMS]
        return metadata

    def _person(self, claims: Mapping[str, Any]) -> Person:
        named = find_claim(claims, self._settings.role_claim)
        groups = named.split() if isinstance(named, str) else named if isinstance(named, list) else []
        mapped = {self._settings.roles.get(str(group), str(group)) for group in groups}
        name = claims.get("email") or claims.get("preferred_username") or claims.get("name") or claims["sub"]
        return Person(str(claims["sub"]), str(name), frozenset(mapped & self._known))


def find_claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by a path such as `realm_access.roles`. Names may hold dots themselves."""
    if name in claims:
        return claims[name]
    head, dot, rest = name.partition(".")
    inner = claims.get(head)
    return find_claim(inner, rest) if dot and isinstance(inner, Mapping) else None


def _down(fault: Exception) -> ProviderDown:
    log.warning("the sign-in provider does not answer: %s", type(fault).__name__)
    return ProviderDown("The sign-in service does not answer.")
