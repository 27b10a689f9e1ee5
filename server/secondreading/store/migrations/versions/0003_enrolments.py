"""Enrolments of managed browsers, and how much each is used by day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("previous_until", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
    )
    op.create_table(
        "enrolment_use",
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("enrolment", sa.String(12), primary_key=True),
        sa.Column("tokens", sa.BigInteger, nullable=False),
        sa.Column("checks", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("enrolment_use")
    op.drop_table("enrolment")
