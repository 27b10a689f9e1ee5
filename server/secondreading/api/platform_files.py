"""The platform files that the server hands to its extensions: read from a folder, checked, kept while they are good.

Data only: selectors, labels, and names of ways to read that are compiled into the extension. `index.json` says which
files there are, the set's version (it only ever grows), until when it may be used, and which platforms are off.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

log = logging.getLogger(__name__)
T = TypeVar("T")

Text = Annotated[str, Meta(min_length=1, max_length=400)]
Name = Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,60}$")]
Host = Annotated[str, Meta(pattern=r"^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=253)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
Few = Meta(max_length=80)


class TargetOut(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A selector; with the name of a list of labels where the selector alone does not say enough."""

    css: Text
    words: Text | None = None
    starts: Text | None = None


class ComposerOut(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One kind of compose box: where people write, and what sends it."""

    id: Name
    editor: Annotated[tuple[Text | TargetOut, ...], Meta(min_length=1, max_length=80)]
    submit: Annotated[tuple[Text | TargetOut, ...], Meta(min_length=1, max_length=80)]
    keys: Annotated[tuple[Text, ...], Few]
    action: dict[str, Any]
    exclude: Annotated[tuple[Text | TargetOut, ...], Few] = ()
    media: dict[str, Any] | None = None
    quoted_text: Text | None = None
    acting: Annotated[tuple[dict[str, Any], ...], Few] = ()
    beside: bool = False


class PlatformOut(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One site. `platform` is the word that checks use for it, where that differs from `id`."""

    id: Name
    name: Text
    hosts: Annotated[tuple[Host, ...], Few]
    composers: Annotated[tuple[ComposerOut, ...], Meta(min_length=1, max_length=20)]
    account: dict[str, Annotated[tuple[dict[str, Any], ...], Few]]
    platform: Name | None = None
    detect: Annotated[tuple[Text, ...], Few] = ()
    profile: dict[str, Any] | None = None
    moderation: Annotated[tuple[dict[str, Any], ...], Few] = ()
    comment: dict[str, Any] | None = None
    labels: dict[str, Annotated[tuple[Text, ...], Few]] = {}


class PlatformsOut(Struct, frozen=True, forbid_unknown_fields=True):
    """`expires` is the last day of use; `off` are platforms that no extension touches."""

    version: Annotated[int, Meta(ge=1)]
    expires: Day
    off: tuple[Name, ...]
    platforms: tuple[PlatformOut, ...]


class _Index(Struct, frozen=True, forbid_unknown_fields=True):
    version: Annotated[int, Meta(ge=1)]
    expires: Day
    off: tuple[Name, ...]
    platforms: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Served:
    """The encoded set and its ETag."""

    body: bytes
    etag: str


def read_platforms(folder: Path) -> Served:
    """The set in `folder`. Raises ValueError that names the file and what is wrong with it."""
    index = _decode(folder / "index.json", _Index)
    platforms = tuple(_decode(folder / f"{name}.json", PlatformOut) for name in index.platforms)
    for name, platform in zip(index.platforms, platforms, strict=True):
        if platform.id != name:
            raise ValueError(f"{folder / f'{name}.json'}: the id must be '{name}', as the file is named.")
    body = msgspec.json.encode(PlatformsOut(index.version, index.expires, index.off, platforms))
    return Served(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _decode(path: Path, shape: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=shape)
    except (OSError, msgspec.DecodeError) as fault:
        raise ValueError(f"{path}: {fault}") from fault


class PlatformFiles:
    """The set in force. A changed folder is read with the next request; a faulty one changes nothing."""

    def __init__(self, packaged: Path, own: Path) -> None:
        self._own = own
        self._lock = threading.Lock()
        self._served = read_platforms(packaged)
        self._seen: tuple[object, ...] = ()

    def current(self) -> Served:
        """The newest good set: the city's own folder where there is one, else what came with the program."""
        with self._lock:
            seen = self._look()
            if seen and seen != self._seen:
                self._seen = seen
                self._take()
            return self._served

    def _look(self) -> tuple[object, ...]:
        files = sorted(self._own.glob("*.json")) if self._own.is_dir() else []
        return tuple((file.name, (status := file.stat()).st_mtime_ns, status.st_size) for file in files)

    def _take(self) -> None:
        try:
            self._served = read_platforms(self._own)
        except ValueError as fault:
            log.error("The platform files stay as they were: %s", fault)
