"""The tables, as SQLAlchemy Core sees them. Their history is in `migrations/`.

Times are whole seconds since 1970-01-01 UTC: both SQLite and PostgreSQL keep them exactly.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# A file's text under its SHA-256: a revision that changes one file stores one text.
policy_file = Table(
    "policy_file",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

# Immutable: a trigger refuses every change of a row and every removal.
revision = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    # Path below policy_rules/ -> hash of the file's text.
    Column("manifest", JSON, nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("parent", Integer),
    Column("source", String(16), nullable=False),
    Column("author", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    # The standard pack that this revision took in, if any: the base of the next merge.
    Column("pack_manifest", JSON),
    Column("pack_hash", String(64), index=True),
)

# When which revision counts. No foreign key: revisions cannot go, and SQLite could not rebuild their table.
# `ends_at` is null for a state that stays until a newer one.
publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("starts_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger),
    Column("state", String(16), nullable=False, index=True),
    Column("author", String(200), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

# What a merge could not decide. The hashes are of policy_file; null where a side has no such file.
conflict = Table(
    "conflict",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("path", String(300), nullable=False),
    Column("base_hash", String(64)),
    Column("ours_hash", String(64)),
    Column("theirs_hash", String(64)),
    Column("note", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("settled_by", String(200), nullable=False),
    Column("settled_at", BigInteger),
)

# Append-only, each entry with the hash of the one before; triggers refuse changes and removals.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("revision_from", Integer),
    Column("revision_to", Integer),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

# Numbers that only rise: the register's version, the length of the audit log.
counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
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
    # The register's version at this row's last write.
    Column("version", Integer, nullable=False, index=True),
    Column("url", String(2_000), nullable=False, server_default=""),
    Column("backup", String(200), nullable=False, server_default=""),
    Column("purpose", Text, nullable=False, server_default=""),
    # A day like 2026-08-10, empty where no review is planned.
    Column("review_date", String(10), nullable=False, server_default=""),
    Column("verified_at", BigInteger),
    UniqueConstraint("platform", "handle_key", name="uq_profile_platform_handle_key"),
)

# Use of the rules, counted by day: never by person, never with a text.
figure = Table(
    "figure",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("rule", String(120), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("count", BigInteger, nullable=False),
)

# What people said about a rule: no person, no account; the marked words only where they were sent on purpose.
objection = Table(
    "objection",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("day", String(10), nullable=False),
    Column("rule", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    Column("text", Text),
)

# One-time links that were used, kept until they would have expired anyway.
spent_link = Table(
    "spent_link",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("expires_at", BigInteger, nullable=False),
)

# A fleet or ring of managed browsers. Secrets are kept as hashes only; `number` counts them.
enrolment = Table(
    "enrolment",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("label", String(200), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("previous_until", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

# Counted by enrolment and day: never by browser, never by person.
enrolment_use = Table(
    "enrolment_use",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("enrolment", String(12), primary_key=True),
    Column("tokens", BigInteger, nullable=False),
    Column("checks", BigInteger, nullable=False),
)
