"""`secondreading token`: a token for an extension, an editor or a script on another machine."""

from __future__ import annotations

import argparse
import sys

from secondreading.api.auth import TokenOrder, Tokens
from secondreading.api.keys import ensure_keys
from secondreading.config import read_config
from secondreading.domain import Profile, Role


def run(arguments: argparse.Namespace) -> int:
    """Print the token and nothing else, so that a script can take it."""
    try:
        config = read_config()
        keys = ensure_keys(config.key_file)
    except ValueError as fault:
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2
    order = TokenOrder(
        subject=arguments.subject,
        scopes=tuple(dict.fromkeys(arguments.scope or ["check"])),
        lifetime_s=max(1, round(arguments.hours * 3600)),
        profile=Profile(arguments.profile),
        role=Role(arguments.role),
    )
    print(Tokens(keys, issuer=config.token_issuer, audience=config.token_audience).mint(order))
    return 0
