"""The tables, as SQLAlchemy Core sees them. Their history is in `migrations/`.

Times are whole seconds since 1970-01-01 UTC: both SQLite and PostgreSQL keep them exactly.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

revision = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("files", JSON, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("source", String(16), nullable=False),
    Column("author", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

profile = Table(
    "profile",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", String(60), nullable=False),
    Column("handle", String(200), nullable=False),
    Column("handle_key", String(200), nullable=False),
    Column("profile", String(20), nullable=False),
    Column("role", String(20), nullable=False),
    Column("display_name", String(200), nullable=False),
    Column("owner", String(200), nullable=False),
    Column("approver", String(200), nullable=False),
    Column("status", String(20), nullable=False),
    # Rises with every write to any row, so that one MAX() tells a poller that something changed.
    Column("version", Integer, nullable=False, index=True),
    UniqueConstraint("platform", "handle_key", name="uq_profile_platform_handle_key"),
)
