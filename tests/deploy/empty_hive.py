"""An empty registry hive, as Windows keeps one in a file: a head and one page with a root key."""

from __future__ import annotations

import struct
from functools import reduce
from operator import xor

PAGE = 0x1000
NONE = 0xFFFFFFFF
ROOT_FLAGS = 0x2C  # the root of a hive, with its name in one byte a letter
DESCRIPTOR = struct.pack("<BBHIIII", 1, 0, 0x8000, 0, 0, 0, 0)


def empty_hive() -> bytes:
    """Places are counted from the start of the page."""
    root_place = 0x20
    root = _cell(_root_key(security_place=root_place + len(_cell(_root_key(0)))))
    security_place = root_place + len(root)
    security = _cell(
        b"sk\0\0" + struct.pack("<IIII", *([security_place] * 2), 1, len(DESCRIPTOR)) + DESCRIPTOR
    )
    used = root_place + len(root) + len(security)
    free = struct.pack("<i", PAGE - used).ljust(PAGE - used, b"\0")
    page = b"hbin" + struct.pack("<IIIIQI", 0, PAGE, 0, 0, 0, 0) + root + security + free
    return _head(root_place) + page


def _root_key(security_place: int) -> bytes:
    name = b"ROOT"
    fields = (
        ROOT_FLAGS,
        0,
        0,
        0,
        0,
        0,
        NONE,
        NONE,
        0,
        NONE,
        security_place,
        NONE,
        0,
        0,
        0,
        0,
        0,
        len(name),
        0,
    )
    return b"nk" + struct.pack("<HQIIIIIIIIIIIIIIIHH", *fields) + name


def _cell(content: bytes) -> bytes:
    size = (4 + len(content) + 7) // 8 * 8
    # A negative size marks a cell that is in use.
    return struct.pack("<i", -size) + content.ljust(size - 4, b"\0")


def _head(root_place: int) -> bytes:
    head = b"regf" + struct.pack("<IIQIIIIIII", 1, 1, 0, 1, 5, 0, 1, root_place, PAGE, 1)
    head = head.ljust(0x1FC, b"\0")
    checksum = reduce(xor, struct.unpack("<127I", head))
    return (head + struct.pack("<I", checksum)).ljust(PAGE, b"\0")
