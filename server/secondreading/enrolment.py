"""Enrolments: a secret in a browser's managed settings that proves "a browser of this city". Pure values.

An enrolment stands for a fleet or a ring, never for a person. Its secret may be read by whoever uses such a
browser, so that it opens nothing but checks.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SECRET_BYTES = 32
# Prefix, enrolment's id, 32 random bytes: a leak is found by looking for the prefix.
FORM = re.compile(r"srenrol\.([0-9a-f]{12})\.([A-Za-z0-9_-]{43})")


class Standing(StrEnum):
    """What the store says about a secret that was shown."""

    GOOD = "good"
    UNKNOWN = "unknown"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """One enrolment as the store keeps it. Times are epoch seconds; hashes are SHA-256 in hex.

    `number` counts the secrets; the one before counts until `previous_until`.
    """

    id: str
    label: str
    secret_hash: str
    number: int
    previous_hash: str
    previous_until: int
    created_at: int
    revoked_at: int | None

    def standing(self, secret: str, now: float) -> Standing:
        """How a secret of this enrolment stands."""
        shown = hash_secret(secret)
        is_current = hmac.compare_digest(shown, self.secret_hash)
        is_previous = hmac.compare_digest(shown, self.previous_hash or "-")
        if not is_current and not is_previous:
            return Standing.UNKNOWN
        if self.revoked_at is not None:
            return Standing.REVOKED
        return Standing.GOOD if is_current or now < self.previous_until else Standing.REPLACED

    def number_of(self, secret: str) -> int:
        """The number of a secret that stands well."""
        return self.number if hmac.compare_digest(hash_secret(secret), self.secret_hash) else self.number - 1

    def accepts(self, number: int, now: float) -> bool:
        """Whether a token that was given for the secret with this number still holds."""
        if self.revoked_at is not None:
            return False
        return number == self.number or (number == self.number - 1 and now < self.previous_until)


@dataclass(frozen=True, slots=True)
class EnrolmentUse:
    """What browsers of one enrolment did on one day (like 2026-08-10)."""

    day: str
    enrolment: str
    tokens: int
    checks: int


def new_id() -> str:
    return secrets.token_hex(6)


def new_secret(identity: str) -> str:
    """A secret for the enrolment `identity`; shown once, stored as a hash only."""
    return f"srenrol.{identity}.{secrets.token_urlsafe(SECRET_BYTES)}"


def hash_secret(secret: str) -> str:
    """A plain hash does: what is hashed are 32 random bytes, which nobody can guess through."""
    return hashlib.sha256(secret.encode()).hexdigest()


def id_in(secret: str) -> str:
    """The enrolment that a secret names, empty for a text that is no secret."""
    found = FORM.fullmatch(secret)
    return found[1] if found else ""


def find(enrolments: Mapping[str, Enrolment], secret: str) -> Enrolment | None:
    return enrolments.get(id_in(secret))
