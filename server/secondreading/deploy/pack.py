"""Packing the extension: signed CRX, XPI and the stores' zip files, and going back to an older one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa

from secondreading.deploy.archive import read_zip, write_zip
from secondreading.deploy.crx import read_crx, write_crx
from secondreading.deploy.extension_key import extension_id, public_key
from secondreading.deploy.manifest import Tailoring, Target, tailor, version_order
from secondreading.deploy.package_index import (
    Package,
    PackageError,
    PackageFile,
    PackageIndex,
    put_in_place,
    read_index,
    write_index,
)

NAME = "second-reading"
MANIFEST = "manifest.json"
# For people who work on the source; browsers have no use for them.
NOT_PACKED = frozenset({"README.md", "types.d.ts"})
SIGNATURES = "META-INF/"
STORES = (Target.CHROME_STORE, Target.EDGE_STORE, Target.AMO)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOrder:
    """What to pack for whom. `channel` empty: pack only, offer to nobody yet."""

    server: str
    version: str
    firefox_id: str
    channel: str
    sites: tuple[str, ...] = ()


def read_extension(folder: Path) -> dict[str, bytes]:
    """The files of the extension's source by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in NOT_PACKED and not path.name.startswith(".")
    }


def pack(source: Mapping[str, bytes], folder: Path, key: rsa.RSAPrivateKey, order: PackOrder) -> PackageIndex:
    """Pack `source` into `folder` and offer it on the order's channel. Raises PackageError, ManifestError.

    A version that browsers may have already is never replaced by other content.
    """
    index = _index_for(folder, key, order)
    manifest = json.loads(source[MANIFEST])
    contents = _contents(source, key, order)
    _refuse_changed(index, order.version, contents)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        put_in_place(folder / name, content)
    packed = index.with_package(_describe(manifest, contents, order, order.version))
    offered = packed.channels.get(order.channel, order.version)
    if version_order(offered) > version_order(order.version):
        # Packed again, to compare: what is offered must not go down by that.
        write_index(folder, packed)
        return packed
    return _offer(folder, packed, order)


def roll_back(folder: Path, key: rsa.RSAPrivateKey, order: PackOrder, to: str) -> PackageIndex:
    """Pack the content of version `to` under the order's higher version: browsers never go to a lower one."""
    index = _index_for(folder, key, order)
    if to not in index.packages:
        raise PackageError(f"There is no package of version {to} to go back to.")
    if version_order(order.version) <= version_order(index.newest()):
        raise PackageError(f"Version {order.version} must be above {index.newest()}, which browsers have.")
    crx, xpi = (
        read_zip(read_crx((folder / index.packages[to].crx.name).read_bytes()).archive),
        read_zip((folder / index.packages[to].xpi.name).read_bytes()),
    )
    names = file_names(order.version)
    contents = {
        names[Target.CRX]: write_crx(write_zip(_with_version(crx, order.version)), key),
        names[Target.XPI]: write_zip(_with_version(xpi, order.version)),
    }
    for name, content in contents.items():
        put_in_place(folder / name, content)
    manifest = {**json.loads(xpi[MANIFEST]), **json.loads(crx[MANIFEST])}
    settings = json.loads(xpi[MANIFEST])["browser_specific_settings"]
    made = _describe({**manifest, "browser_specific_settings": settings}, contents, order, to)
    return _offer(folder, index.with_package(made), order)


def adopt_signed_xpi(folder: Path, signed: bytes) -> PackageIndex:
    """Offer the file that Mozilla signed in the place of the packed one. Raises PackageError.

    It must hold the very files that were packed; Mozilla adds a folder of signatures.
    """
    index = read_index(folder)
    if index is None:
        raise PackageError("Nothing was packed yet. Run: secondreading extension pack")
    try:
        files = read_zip(signed)
        version = str(json.loads(files[MANIFEST])["version"])
    except (ValueError, LookupError, TypeError):
        raise PackageError("This is no package of an extension.") from None
    known = index.packages.get(version)
    if known is None:
        raise PackageError(f"Version {version} was never packed here.")
    own = {name: content for name, content in files.items() if not name.startswith(SIGNATURES)}
    packed = read_zip((folder / known.xpi.name).read_bytes())
    if own != {name: content for name, content in packed.items() if not name.startswith(SIGNATURES)}:
        raise PackageError(f"The file does not hold what was packed as version {version}.")
    if own == files:
        raise PackageError("The file is not signed: it has no folder META-INF.")
    put_in_place(folder / known.xpi.name, signed)
    xpi = PackageFile(name=known.xpi.name, sha256=_sha256(signed), size=len(signed))
    adopted = index.with_package(replace(known, xpi=xpi))
    write_index(folder, adopted)
    return adopted


def version_above(version: str) -> str:
    """The next version at the fourth number, which releases leave to the city."""
    return ".".join(str(number) for number in (*version_order(version)[:3], version_order(version)[3] + 1))


def file_names(version: str) -> dict[Target, str]:
    """What the files of one version are called."""
    named = {target: f"{NAME}-{version}-{target.value}.zip" for target in STORES}
    return {Target.CRX: f"{NAME}-{version}.crx", Target.XPI: f"{NAME}-{version}.xpi", **named}


def _contents(source: Mapping[str, bytes], key: rsa.RSAPrivateKey, order: PackOrder) -> dict[str, bytes]:
    wanted = Tailoring(
        server=order.server, version=order.version, firefox_id=order.firefox_id, sites=order.sites
    )
    made = {}
    for target, name in file_names(order.version).items():
        manifest = tailor(json.loads(source[MANIFEST]), target, wanted)
        archive = write_zip({**source, MANIFEST: _as_json(manifest)})
        made[name] = write_crx(archive, key) if target is Target.CRX else archive
    return made


def _index_for(folder: Path, key: rsa.RSAPrivateKey, order: PackOrder) -> PackageIndex:
    identity = extension_id(public_key(key))
    index = read_index(folder)
    if index is None:
        return PackageIndex(server=order.server, chromium_id=identity, firefox_id=order.firefox_id)
    if index.chromium_id != identity:
        raise PackageError(
            f"{folder} holds packages of the id {index.chromium_id}, but this key makes {identity}. "
            "Use the key that the city has kept, or another folder."
        )
    if index.firefox_id != order.firefox_id or index.server != order.server:
        raise PackageError(
            f"{folder} holds packages for {index.server} with the id {index.firefox_id}; browsers would not "
            "find their updates at another place. Keep both, or use another folder."
        )
    return index


def _refuse_changed(index: PackageIndex, version: str, contents: Mapping[str, bytes]) -> None:
    known = index.packages.get(version)
    if known is not None and {known.crx.sha256, known.xpi.sha256} - {_sha256(c) for c in contents.values()}:
        raise PackageError(
            f"Version {version} was packed before with other content, and browsers would never fetch the new "
            f"one. Choose a higher version: --version {version_above(index.newest())}"
        )


def _offer(folder: Path, index: PackageIndex, order: PackOrder) -> PackageIndex:
    offered = index.with_channel(order.channel, order.version) if order.channel else index
    write_index(folder, offered)
    return offered


def _describe(
    manifest: Mapping[str, Any], contents: Mapping[str, bytes], order: PackOrder, content_of: str
) -> Package:
    names = file_names(order.version)
    crx, xpi = (
        PackageFile(name=name, sha256=_sha256(contents[name]), size=len(contents[name]))
        for name in (names[Target.CRX], names[Target.XPI])
    )
    return Package(
        version=order.version,
        crx=crx,
        xpi=xpi,
        minimum_chrome=manifest["minimum_chrome_version"],
        minimum_firefox=manifest["browser_specific_settings"]["gecko"]["strict_min_version"],
        content_of=content_of,
    )


def _with_version(files: Mapping[str, bytes], version: str) -> dict[str, bytes]:
    manifest = json.loads(files[MANIFEST])
    return {**files, MANIFEST: _as_json({**manifest, "version": version})}


def _as_json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
