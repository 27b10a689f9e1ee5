"""The key that signs the extension: made once, kept by the city. It decides the extension's id.

Lose it and every browser needs a new policy; let it leak and somebody else can make updates.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

# What Chromium makes for itself; its updater and its stores take no other kind everywhere.
KEY_BITS = 2_048
ID_LENGTH = 32


class ExtensionKeyError(ValueError):
    """A key that cannot be used. The message names the file and the mend, never the key."""


def ensure_extension_key(path: Path) -> rsa.RSAPrivateKey:
    """Load the key at `path`, making one (mode 600) where there is none. Raises ExtensionKeyError."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(path)
    return load_extension_key(path)


def load_extension_key(path: Path) -> rsa.RSAPrivateKey:
    """Raises ExtensionKeyError for a file that is missing, open to others, or holds no RSA key."""
    try:
        if path.stat().st_mode & 0o007:
            raise ExtensionKeyError(f"{path} can be read by everybody on this machine. Run: chmod 600 {path}")
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except OSError as fault:
        raise ExtensionKeyError(f"{path} cannot be read: {fault.strerror}.") from None
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        if isinstance(fault, ExtensionKeyError):
            raise
        raise ExtensionKeyError(f"{path} holds no private key in PEM without a password.") from None
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < KEY_BITS:
        raise ExtensionKeyError(f"{path} must hold an RSA key of at least {KEY_BITS} bits.")
    return key


def public_key(key: rsa.RSAPrivateKey) -> bytes:
    """The public half in DER (SubjectPublicKeyInfo)."""
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def extension_id(public: bytes) -> str:
    """The id that Chrome and Edge give: the start of the key's SHA-256, in the letters a to p."""
    digest = hashlib.sha256(public).hexdigest()[:ID_LENGTH]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def _write_new(path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=KEY_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        # A link appears whole or not at all, and never replaces a key that is there already.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
