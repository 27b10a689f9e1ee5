"""`packages.json`: which packages of the extension there are, and which version each channel offers."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from secondreading.deploy.manifest import version_order

INDEX = "packages.json"
STABLE, EARLY = "stable", "early"
CHANNELS = (STABLE, EARLY)


class PackageError(ValueError):
    """Something about the packages that stops an order. The message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFile:
    """One file in the folder; `sha256` in hex, `size` in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One version. `content_of` is another version where this is an older one, packed anew to go back."""

    version: str
    crx: PackageFile
    xpi: PackageFile
    minimum_chrome: str
    minimum_firefox: str
    content_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageIndex:
    """All packages by version, and what each channel offers."""

    server: str
    chromium_id: str
    firefox_id: str
    packages: Mapping[str, Package] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)

    def offered(self, channel: str) -> Package | None:
        """What browsers on `channel` get; the channel `early` falls back to `stable`."""
        version = self.channels.get(channel) or self.channels.get(STABLE)
        return self.packages.get(version) if version else None

    def newest(self) -> str:
        """The highest version there is, empty where there is none."""
        return max(self.packages, key=version_order, default="")

    def with_package(self, package: Package) -> PackageIndex:
        return replace(self, packages={**self.packages, package.version: package})

    def with_channel(self, channel: str, version: str) -> PackageIndex:
        """Raises PackageError for a version that was never packed, or a channel that does not exist."""
        if channel not in CHANNELS:
            raise PackageError(f"{channel!r} is no channel; there are {' and '.join(CHANNELS)}.")
        if version not in self.packages:
            known = ", ".join(sorted(self.packages, key=version_order)) or "none"
            raise PackageError(f"There is no package of version {version}; there are: {known}.")
        return replace(self, channels={**self.channels, channel: version})


def read_index(folder: Path) -> PackageIndex | None:
    """The index in `folder`, None where nothing was packed yet. Raises PackageError."""
    path = folder / INDEX
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return PackageIndex(
            server=str(written["server"]),
            chromium_id=str(written["chromium_id"]),
            firefox_id=str(written["firefox_id"]),
            packages={version: _package(version, entry) for version, entry in written["packages"].items()},
            channels={str(name): str(version) for name, version in written["channels"].items()},
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        raise PackageError(f"{path} cannot be read. Move it away and pack the extension again.") from None


def write_index(folder: Path, index: PackageIndex) -> None:
    """Put `index` in place in one step: a server that reads meanwhile sees the old or the new one."""
    entries = {version: _entry(package) for version, package in index.packages.items()}
    written = {
        "server": index.server,
        "chromium_id": index.chromium_id,
        "firefox_id": index.firefox_id,
        "packages": entries,
        "channels": dict(index.channels),
    }
    put_in_place(folder / INDEX, (json.dumps(written, indent=1, sort_keys=True) + "\n").encode())


def put_in_place(path: Path, content: bytes) -> None:
    """Write a file that is never seen half."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def _package(version: str, entry: Mapping[str, Any]) -> Package:
    return Package(
        version=version,
        crx=PackageFile(**entry["crx"]),
        xpi=PackageFile(**entry["xpi"]),
        minimum_chrome=str(entry["minimum_chrome"]),
        minimum_firefox=str(entry["minimum_firefox"]),
        content_of=str(entry["content_of"]),
    )


def _entry(package: Package) -> dict[str, Any]:
    files = {
        kind: {"name": file.name, "sha256": file.sha256, "size": file.size}
        for kind, file in (("crx", package.crx), ("xpi", package.xpi))
    }
    return {
        **files,
        "minimum_chrome": package.minimum_chrome,
        "minimum_firefox": package.minimum_firefox,
        "content_of": package.content_of,
    }
