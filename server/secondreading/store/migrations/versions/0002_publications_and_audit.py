"""Files by their hash, publications, conflicts, audit chain, figures, and a fuller profile register."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

GUARDED = ("revision", "audit")
MESSAGE = "this table is append-only"


def upgrade() -> None:
    _make_tables()
    _share_the_texts()
    _extend_the_register()
    _guard()


def downgrade() -> None:
    _unguard()
    _write_the_texts_back()
    with op.batch_alter_table("profile") as batch:
        for name in ("url", "backup", "purpose", "review_date", "verified_at"):
            batch.drop_column(name)
    for name in ("spent_link", "figure", "counter", "audit", "conflict", "publication", "policy_file"):
        op.drop_table(name)


def _make_tables() -> None:
    op.create_table(
        "policy_file",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("starts_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("path", sa.String(300), nullable=False),
        *(sa.Column(name, sa.String(64)) for name in ("base_hash", "ours_hash", "theirs_hash")),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("settled_by", sa.String(200), nullable=False),
        sa.Column("settled_at", sa.BigInteger),
    )
    _make_logs()


def _make_logs() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("revision_from", sa.Integer),
        sa.Column("revision_to", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "figure",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("rule", sa.String(120), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("count", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "spent_link",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )


NEW_REVISION = sa.table(
    "revision",
    sa.column("number", sa.Integer),
    sa.column("files", sa.JSON),
    sa.column("manifest", sa.JSON),
    sa.column("content_hash", sa.String),
    sa.column("parent", sa.Integer),
    sa.column("source", sa.String),
    sa.column("author", sa.String),
    sa.column("created_at", sa.BigInteger),
    sa.column("pack_manifest", sa.JSON),
    sa.column("pack_hash", sa.String),
)
FILES = sa.table("policy_file", sa.column("hash", sa.String), sa.column("text", sa.Text))
PUBLICATIONS = sa.table(
    "publication",
    sa.column("revision", sa.Integer),
    sa.column("starts_at", sa.BigInteger),
    sa.column("state", sa.String),
    sa.column("author", sa.String),
    sa.column("created_at", sa.BigInteger),
)


def _share_the_texts() -> None:
    with op.batch_alter_table("revision") as batch:
        batch.add_column(sa.Column("manifest", sa.JSON))
        batch.add_column(sa.Column("parent", sa.Integer))
        batch.add_column(sa.Column("pack_manifest", sa.JSON))
        batch.add_column(sa.Column("pack_hash", sa.String(64)))
    link = op.get_bind()
    rows = link.execute(sa.select(NEW_REVISION).order_by(NEW_REVISION.c.number)).mappings().all()
    texts = {_hash(text): text for row in rows for text in row["files"].values()}
    for name, text in texts.items():
        link.execute(sa.insert(FILES).values(hash=name, text=text))
    for row in rows:
        link.execute(
            sa.update(NEW_REVISION).where(NEW_REVISION.c.number == row["number"]).values(_new_values(row))
        )
    _publish_the_newest(link, rows)
    with op.batch_alter_table("revision") as batch:
        batch.alter_column("manifest", existing_type=sa.JSON, nullable=False)
        batch.drop_column("files")
        batch.create_index("ix_revision_pack_hash", ["pack_hash"])


def _new_values(row: sa.RowMapping) -> dict[str, Any]:
    manifest = {path: _hash(text) for path, text in row["files"].items()}
    packed = row["source"] == "pack"
    return {
        "manifest": manifest,
        "content_hash": _content_hash(manifest),
        "parent": row["number"] - 1 or None,
        "pack_manifest": manifest if packed else sa.null(),
        "pack_hash": _content_hash(manifest) if packed else None,
    }


def _publish_the_newest(link: sa.Connection, rows: Sequence[sa.RowMapping]) -> None:
    for row in rows:
        newest = row is rows[-1]
        link.execute(
            sa.insert(PUBLICATIONS).values(
                revision=row["number"],
                starts_at=row["created_at"],
                state="live" if newest else "superseded",
                author=row["author"],
                created_at=row["created_at"],
            )
        )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _content_hash(manifest: dict[str, str]) -> str:
    return _hash(json.dumps(manifest, sort_keys=True, ensure_ascii=False))


def _extend_the_register() -> None:
    with op.batch_alter_table("profile") as batch:
        batch.add_column(sa.Column("url", sa.String(2_000), nullable=False, server_default=""))
        batch.add_column(sa.Column("backup", sa.String(200), nullable=False, server_default=""))
        batch.add_column(sa.Column("purpose", sa.Text, nullable=False, server_default=""))
        batch.add_column(sa.Column("review_date", sa.String(10), nullable=False, server_default=""))
        batch.add_column(sa.Column("verified_at", sa.BigInteger))
    op.execute("insert into counter (name, value) select 'register', coalesce(max(version), 0) from profile")
    op.execute("insert into counter (name, value) values ('audit', 0)")


def _guard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in GUARDED:
            for act in ("update", "delete"):
                op.execute(
                    f"create trigger {table}_no_{act} before {act} on {table} "
                    f"begin select raise(abort, '{MESSAGE}'); end"
                )
        return
    op.execute(
        "create function refuse_change() returns trigger language plpgsql as "
        f"'begin raise exception ''{MESSAGE}''; end'"
    )
    for table in GUARDED:
        op.execute(
            f"create trigger {table}_is_append_only before update or delete or truncate on {table} "
            "for each statement execute function refuse_change()"
        )


def _unguard() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in GUARDED:
            for act in ("update", "delete"):
                op.execute(f"drop trigger {table}_no_{act}")
        return
    for table in GUARDED:
        op.execute(f"drop trigger {table}_is_append_only on {table}")
    op.execute("drop function refuse_change()")


def _write_the_texts_back() -> None:
    with op.batch_alter_table("revision") as batch:
        batch.add_column(sa.Column("files", sa.JSON))
    link = op.get_bind()
    texts = {row.hash: row.text for row in link.execute(sa.select(FILES))}
    for number, manifest in link.execute(sa.select(NEW_REVISION.c.number, NEW_REVISION.c.manifest)).all():
        files = {path: texts[name] for path, name in manifest.items()}
        link.execute(sa.update(NEW_REVISION).where(NEW_REVISION.c.number == number).values(files=files))
    with op.batch_alter_table("revision") as batch:
        batch.drop_index("ix_revision_pack_hash")
        batch.alter_column("files", existing_type=sa.JSON, nullable=False)
        for name in ("manifest", "parent", "pack_manifest", "pack_hash"):
            batch.drop_column(name)
