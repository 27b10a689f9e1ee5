"""The signing keys, in a file that only its owner can read. Knows no JWT and no Flask.

The file is `{"keys": [{"kid": "...", "secret": "<base64url>"}]}`. The last key signs, all verify:
to rotate, append a key, wait until the longest token has expired, remove the old one.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# RFC 7518 asks of HS256 a key as long as its hash.
KEY_BYTES = 32


class KeyFileError(ValueError):
    """A key file that cannot be used. The message names the file and the mend, never a key."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Secrets by key id; `current` is the id of the one that signs."""

    current: str
    secrets: Mapping[str, bytes] = field(repr=False)


def ensure_keys(path: Path) -> KeyRing:
    """Load the keys, creating the file (mode 600) with one new key where there is none."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(path)
    return load_keys(path)


def load_keys(path: Path) -> KeyRing:
    """Raises KeyFileError for a file that is missing, open to others, or not understood."""
    try:
        if path.stat().st_mode & 0o007:
            raise KeyFileError(f"{path} can be read by everybody on this machine. Run: chmod 600 {path}")
        entries = json.loads(path.read_text(encoding="utf-8"))["keys"]
        ring = {str(entry["kid"]): base64.urlsafe_b64decode(entry["secret"] + "==") for entry in entries}
        current = str(entries[-1]["kid"])
    except OSError as fault:
        raise KeyFileError(f"{path} cannot be read: {fault.strerror}.") from None
    except (ValueError, LookupError, TypeError) as fault:
        if isinstance(fault, KeyFileError):
            raise
        raise KeyFileError(
            f"{path} is not a key file. Move it away; the next start writes a new one."
        ) from None
    short = [kid for kid, secret in ring.items() if len(secret) < KEY_BYTES]
    if short:
        raise KeyFileError(f"{path}: the key {short[0]} is shorter than {KEY_BYTES} bytes. Replace it.")
    return KeyRing(current, ring)


def add_key(path: Path) -> str:
    """Append a new key, which signs from the next start or reload on; the old ones still verify. Its id."""
    load_keys(path)
    entry = _new_entry()
    entries = [*json.loads(path.read_text(encoding="utf-8"))["keys"], entry]
    _replace(path, entries)
    return entry["kid"]


def remove_key(path: Path, kid: str) -> None:
    """Take a key out: what it signed ends with the next reload. Raises KeyFileError."""
    ring = load_keys(path)
    if kid not in ring.secrets:
        raise KeyFileError(f"{path} holds no key {kid}; it holds {', '.join(ring.secrets)}.")
    if kid == ring.current:
        raise KeyFileError(
            f"The key {kid} signs new tokens. Add another one first: secondreading keys rotate"
        )
    entries = json.loads(path.read_text(encoding="utf-8"))["keys"]
    _replace(path, [entry for entry in entries if entry["kid"] != kid])


def _new_entry() -> dict[str, str]:
    return {
        "kid": secrets.token_hex(4),
        "secret": base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("="),
    }


def _replace(path: Path, entries: list[dict[str, str]]) -> None:
    """In one step, and with the owner and mode of the file before: nobody ever sees half a file."""
    before = path.stat()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"keys": entries}, file, indent=1)
    draft.chmod(before.st_mode & 0o770)
    if os.geteuid() == 0:
        os.chown(draft, before.st_uid, before.st_gid)
    draft.replace(path)


def _write_new(path: Path) -> None:
    entry = _new_entry()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"keys": [entry]}, file, indent=1)
    try:
        # A link appears whole or not at all, and fails where another start was quicker.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
