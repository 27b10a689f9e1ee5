"""One-time links: how the first admin comes in where no provider is set up."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from itsdangerous import BadSignature

from secondreading.api.keys import KeyRing
from secondreading.web.admin.session import signer

LIFETIME_S = 15 * 60
LONGEST_TICKET = 2_000


@dataclass(frozen=True, slots=True)
class Ticket:
    """A link's content. `id` can be spent once, before `expires_at` (epoch seconds)."""

    id: str
    name: str
    roles: tuple[str, ...]
    expires_at: int


class Tickets:
    """Makes and reads tickets; that one is spent only once is the store's business."""

    def __init__(self, keys: KeyRing, clock: Callable[[], float] = time.time) -> None:
        self._signer, self._clock = signer(keys, "admin-ticket"), clock

    def issue(self, name: str, roles: Iterable[str], lifetime_s: int = LIFETIME_S) -> str:
        """A ticket that can be written into an address."""
        expires_at = int(self._clock()) + lifetime_s
        return str(self._signer.dumps([secrets.token_urlsafe(16), name, list(roles), expires_at]))

    def read(self, written: str) -> Ticket | None:
        """None for a ticket that is not ours or whose time is over."""
        if not written or len(written) > LONGEST_TICKET:
            return None
        try:
            identity, name, roles, expires_at = self._signer.loads(written)
        except (BadSignature, ValueError):
            return None
        if expires_at <= self._clock():
            return None
        return Ticket(identity, name, tuple(roles), expires_at)


def ticket_address(server: str, ticket: str) -> str:
    """The link as it is printed."""
    return f"{server}/admin/link?ticket={ticket}"
