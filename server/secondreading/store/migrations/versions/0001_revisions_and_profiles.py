"""Revisions of the policy, and the profile register."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "profile",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("platform", sa.String(60), nullable=False),
        sa.Column("handle", sa.String(200), nullable=False),
        sa.Column("handle_key", sa.String(200), nullable=False),
        sa.Column("profile", sa.String(20), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("display_name", sa.String(200), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("approver", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("platform", "handle_key", name="uq_profile_platform_handle_key"),
    )
    op.create_index("ix_profile_version", "profile", ["version"])


def downgrade() -> None:
    op.drop_index("ix_profile_version", "profile")
    op.drop_table("profile")
    op.drop_table("revision")
