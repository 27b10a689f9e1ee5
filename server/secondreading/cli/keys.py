"""`secondreading keys`: the keys that sign tokens, rotated without signing anybody out."""

from __future__ import annotations

import argparse
import sys

from secondreading.api.keys import add_key, ensure_keys, load_keys, remove_key
from secondreading.config import read_config

HOW = "A running server takes it in use on SIGHUP: systemctl reload secondreading"


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0, or 2 where something stands in the way; it is told what."""
    try:
        path = read_config().key_file
        ensure_keys(path)
        if arguments.action_name == "rotate":
            print(f"New tokens are signed with the key {add_key(path)}. {HOW}")
        elif arguments.action_name == "remove":
            remove_key(path, arguments.kid)
            print(f"The key {arguments.kid} is gone, and with it every token that it signed. {HOW}")
        else:
            ring = load_keys(path)
            for kid in ring.secrets:
                print(f"{kid}  {'signs and verifies' if kid == ring.current else 'verifies'}")
    except ValueError as fault:
        # ConfigError and KeyFileError say what to mend.
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2
    return 0
