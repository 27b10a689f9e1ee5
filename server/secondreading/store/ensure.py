"""Make a store ready to serve: newest schema, and the packaged policy as its first revision."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from secondreading.store.engine import StoreError, exclusive_transaction
from secondreading.store.revisions import Change, Source, add_revision, content_hash, newest_revision
from secondreading.store.upgrade import upgrade_schema

PACK_AUTHOR = "Second Reading"


def ensure_store(engine: Engine, packaged: Mapping[str, str]) -> None:
    """Upgrade the schema; store `packaged` (path -> YAML text) where the city has no policy of its own.

    A city that edited its policy keeps it: a newer pack is added by itself only while the revision in
    force still came from a pack; else `desk/standard_pack.py` merges it. Leaves no connection open, so
    the caller may fork. Raises StoreError.
    """
    try:
        with exclusive_transaction(engine) as connection:
            upgrade_schema(connection)
            _store_pack(connection, packaged)
    except DBAPIError as fault:
        place = engine.url.render_as_string(hide_password=True)
        raise StoreError(f"The store {place} cannot be used: {str(fault.orig).splitlines()[0]}") from None
    finally:
        engine.dispose()


def _store_pack(connection: Connection, packaged: Mapping[str, str]) -> None:
    newest = newest_revision(connection)
    if newest is None:
        reason = "The standard policy."
    elif newest.source is Source.PACK and newest.head.content_hash != content_hash(packaged):
        reason = "The standard policy of a newer release."
    else:
        return
    change = Change(files=packaged, source=Source.PACK, author=PACK_AUTHOR, reason=reason, pack=packaged)
    add_revision(connection, change)
