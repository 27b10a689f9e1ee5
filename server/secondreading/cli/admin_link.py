"""`secondreading admin-link`: a link that signs somebody in to the admin pages, once."""

from __future__ import annotations

import argparse
import sys

from secondreading.api.keys import ensure_keys
from secondreading.cli import OWNER
from secondreading.config import Config, read_config
from secondreading.web.admin.tickets import Tickets, ticket_address


def run(arguments: argparse.Namespace) -> int:
    """Print the link and nothing else."""
    try:
        config = read_config()
        host = f"[{config.host}]" if ":" in config.host else config.host
        print(make_link(config, f"http://{host}:{config.port}", arguments.name, arguments.role or ["admin"]))
    except ValueError as fault:
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2
    return 0


def make_link(config: Config, address: str, name: str = OWNER, roles: list[str] | None = None) -> str:
    """A fresh link to the server at `address`, or at its public address where it has one."""
    ticket = Tickets(ensure_keys(config.key_file)).issue(name, roles or ["admin"])
    return ticket_address(config.public_url or address, ticket)
