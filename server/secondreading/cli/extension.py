"""`secondreading extension`: pack the browser extension, offer a version, go back to an older one."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa

from secondreading.config import Config, read_config
from secondreading.deploy.extension_key import ensure_extension_key
from secondreading.deploy.manifest import check_server, firefox_id_for
from secondreading.deploy.pack import (
    MANIFEST,
    PackOrder,
    adopt_signed_xpi,
    file_names,
    pack,
    read_extension,
    roll_back,
    version_above,
)
from secondreading.deploy.package_index import PackageError, PackageIndex, read_index, write_index
from secondreading.resources import extension_folder


def run(arguments: argparse.Namespace) -> int:
    """Exit status 0, or 2 where something stands in the way; it is told what."""
    try:
        desk = _open_desk(arguments)
        actions = {"pack": _pack, "offer": _offer, "rollback": _roll_back, "adopt": _adopt, "list": _list}
        return actions[arguments.action_name](desk, arguments)
    except ValueError as fault:
        # ConfigError, ManifestError, PackageError and ExtensionKeyError all say what to mend.
        print(f"secondreading: {fault}", file=sys.stderr)
        return 2


@dataclass(frozen=True, slots=True)
class _Desk:
    config: Config
    folder: Path
    index: PackageIndex | None

    def key(self) -> rsa.RSAPrivateKey:
        return ensure_extension_key(self.config.extension_key_file)

    def order(self, arguments: argparse.Namespace, version: str) -> PackOrder:
        """Server and id stay what they were at the first packing."""
        known = self.index
        server = arguments.server or (known.server if known else "") or self.config.public_url
        if not server:
            raise PackageError("Say where the server is: --server https://reading.maplebend.gov")
        server = check_server(server)
        identity = arguments.firefox_id or (known.firefox_id if known else firefox_id_for(server))
        channel = "" if arguments.channel == "none" else arguments.channel
        sites = tuple(getattr(arguments, "site", None) or ())
        return PackOrder(server=server, version=version, firefox_id=identity, channel=channel, sites=sites)


def _open_desk(arguments: argparse.Namespace) -> _Desk:
    config = read_config()
    folder = Path(arguments.out).absolute() if arguments.out else config.package_folder
    return _Desk(config, folder, read_index(folder))


def _pack(desk: _Desk, arguments: argparse.Namespace) -> int:
    source = read_extension(Path(arguments.source) if arguments.source else extension_folder())
    version = arguments.version or str(json.loads(source[MANIFEST])["version"])
    order = desk.order(arguments, version)
    made = not desk.config.extension_key_file.exists()
    index = pack(source, desk.folder, desk.key(), order)
    if made:
        print(f"Made the key {desk.config.extension_key_file}: keep a copy, the extension's id hangs on it.")
    print(f"Packed version {version} for {order.server} into {desk.folder}:")
    for name in file_names(version).values():
        print(f"  {name}")
    return _tell(index)


def _offer(desk: _Desk, arguments: argparse.Namespace) -> int:
    if desk.index is None:
        raise PackageError("Nothing was packed yet. Run: secondreading extension pack")
    index = desk.index.with_channel(arguments.channel, arguments.version)
    write_index(desk.folder, index)
    return _tell(index)


def _roll_back(desk: _Desk, arguments: argparse.Namespace) -> int:
    if desk.index is None:
        raise PackageError("Nothing was packed yet, so there is nothing to go back to.")
    version = arguments.as_version or version_above(desk.index.newest())
    index = roll_back(desk.folder, desk.key(), desk.order(arguments, version), arguments.version)
    print(f"Packed the content of {arguments.version} again as {version}: browsers only go up.")
    return _tell(index)


def _adopt(desk: _Desk, arguments: argparse.Namespace) -> int:
    try:
        signed = Path(arguments.file).read_bytes()
    except OSError as fault:
        raise PackageError(f"{arguments.file} cannot be read: {fault.strerror}.") from None
    return _tell(adopt_signed_xpi(desk.folder, signed))


def _list(desk: _Desk, _arguments: argparse.Namespace) -> int:
    if desk.index is None:
        print(f"Nothing was packed into {desk.folder} yet.")
        return 0
    for version, package in sorted(desk.index.packages.items()):
        again = f" (content of {package.content_of})" if package.content_of != version else ""
        print(f"{version}{again}  {package.crx.name}  {package.xpi.name}")
    return _tell(desk.index)


def _tell(index: PackageIndex) -> int:
    print(f"id in Chrome and Edge: {index.chromium_id}")
    print(f"id in Firefox: {index.firefox_id}")
    offered = ", ".join(f"{channel}: {version}" for channel, version in sorted(index.channels.items()))
    print(f"offered now: {offered or 'nothing'}")
    return 0
