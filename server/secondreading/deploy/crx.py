"""CRX3, the signed package of Chrome, Chromium and Edge: written and verified.

A CRX3 file is the letters Cr24, the number 3, the length of a header, the header, and a zip file. The
header is a protocol buffer of four length-delimited fields, few enough to be written by hand:

    CrxFileHeader   2: AsymmetricKeyProof {1: public key, 2: signature}   10000: SignedData {1: id, 16 bytes}

The signature (RSA PKCS #1 v1.5 with SHA-256, so the same input gives the same bytes) covers the id and the zip.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from secondreading.deploy.extension_key import extension_id, public_key

MAGIC = b"Cr24"
VERSION = 3
PROOF_WITH_RSA, SIGNED_DATA = 2, 10_000
LENGTH_DELIMITED = 2


class CrxError(ValueError):
    """A package that Chrome would not take; the message says why."""


@dataclass(frozen=True, slots=True)
class Crx:
    """A verified package: the extension's id and the zip file inside."""

    id: str
    archive: bytes


def write_crx(archive: bytes, key: rsa.RSAPrivateKey) -> bytes:
    """The zip file `archive`, signed with `key`."""
    public = public_key(key)
    signed_data = _field(1, hashlib.sha256(public).digest()[:16])
    signature = key.sign(_signed(signed_data, archive), padding.PKCS1v15(), hashes.SHA256())
    proof = _field(1, public) + _field(2, signature)
    header = _field(PROOF_WITH_RSA, proof) + _field(SIGNED_DATA, signed_data)
    return MAGIC + struct.pack("<II", VERSION, len(header)) + header + archive


def read_crx(package: bytes) -> Crx:
    """Verify a package and open it. Raises CrxError."""
    if package[:4] != MAGIC or len(package) < 12:
        raise CrxError("This is not a CRX file.")
    version, length = struct.unpack("<II", package[4:12])
    if version != VERSION:
        raise CrxError(f"This is a CRX file of version {version}; browsers take version 3 only.")
    header, archive = package[12 : 12 + length], package[12 + length :]
    fields = dict(_fields(header))
    try:
        signed_data = fields[SIGNED_DATA]
        proof = dict(_fields(fields[PROOF_WITH_RSA]))
        public, signature = proof[1], proof[2]
        claimed = dict(_fields(signed_data))[1]
    except KeyError:
        raise CrxError("The header has no RSA proof or no id.") from None
    if claimed != hashlib.sha256(public).digest()[:16]:
        raise CrxError("The id is not that of the key that signed.")
    _verify(public, signature, _signed(signed_data, archive))
    return Crx(extension_id(public), archive)


def _verify(public: bytes, signature: bytes, message: bytes) -> None:
    try:
        key = serialization.load_der_public_key(public)
        if not isinstance(key, rsa.RSAPublicKey):
            raise CrxError("The key that signed is no RSA key.")
        key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise CrxError("The signature does not fit: the package was changed after it was signed.") from None
    except ValueError as fault:
        raise fault if isinstance(fault, CrxError) else CrxError("The key cannot be read.") from None


def _signed(signed_data: bytes, archive: bytes) -> bytes:
    return b"CRX3 SignedData\0" + struct.pack("<I", len(signed_data)) + signed_data + archive


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | LENGTH_DELIMITED) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*written, value))


def _fields(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The length-delimited fields of a protocol buffer; no other kind stands in these headers."""
    place = 0
    while place < len(data):
        tag, place = _read_varint(data, place)
        length, place = _read_varint(data, place)
        if tag & 7 != LENGTH_DELIMITED or place + length > len(data):
            raise CrxError("The header cannot be read.")
        yield tag >> 3, data[place : place + length]
        place += length


def _read_varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 35, 7):
        if place >= len(data):
            break
        byte = data[place]
        place += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place
    raise CrxError("The header cannot be read.")
