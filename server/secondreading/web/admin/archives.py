"""The policy's files as one archive, out and in, as they lie in `policy_rules/`. Pure."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

FOLDER = "policy_rules/"
# Unpacked, in bytes; the standard policy has a tenth of it. A small archive can hold a very large nothing.
LARGEST = 10_000_000


class NoPolicyInside(ValueError):
    """An archive that cannot be a policy. The message says why, and the mend."""


def pack_policy(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(files.items()):
            archive.writestr(FOLDER + path, text)
    return packed.getvalue()


def unpack_policy(packed: bytes) -> dict[str, str]:
    """The YAML files by path, without the folder around them; anything else in the archive is left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith(".yaml")]
            if sum(one.file_size for one in members) > LARGEST:
                raise NoPolicyInside(f"The archive holds more than {LARGEST:,} bytes.")
            texts = {one.filename: archive.read(one).decode("utf-8") for one in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise NoPolicyInside(
            "This is no zip archive. Send one like those that this page gives out."
        ) from None
    except UnicodeDecodeError:
        raise NoPolicyInside("A file in the archive is not in UTF-8. Save it in UTF-8.") from None
    # However the archive was made, the folder of the policy is the one in which city.yaml lies.
    city = min((name for name in texts if name.rpartition("/")[2] == "city.yaml"), key=len, default=None)
    if city is None:
        raise NoPolicyInside("There is no city.yaml in the archive, so this is not a policy.")
    folder = city.removesuffix("city.yaml")
    return {name.removeprefix(folder): text for name, text in texts.items() if name.startswith(folder)}
