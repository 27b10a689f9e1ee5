"""Zip files that are the same, byte for byte, whenever and in whatever folder they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The first moment that a zip file can name.
MOMENT = (1980, 1, 1, 0, 0, 0)
MODE = 0o100644


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """`files` (path -> content) as one archive, in the order of their names.

    Compressed, because each browser downloads each version. Another zlib may compress a little differently: who
    compares packages made on two machines compares what `read_zip` gives.
    """
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system = 3  # Unix, whatever this machine runs
            entry.external_attr = MODE << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return sink.getvalue()


def read_zip(data: bytes) -> dict[str, bytes]:
    """The files of an archive by path. Raises ValueError where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except zipfile.BadZipFile:
        raise ValueError("This is not a zip file.") from None
