"""links that show a report to others

Revision: 0002, after 0001, 2026-11-24 22:40:00+00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_share",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("diagnosis_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("with_file", sa.Boolean(), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('organisation', 'link')", name=op.f("ck_report_share_audience")),
        sa.ForeignKeyConstraint(
            ["diagnosis_id"],
            ["diagnosis.id"],
            name=op.f("fk_report_share_diagnosis_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_report_share_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_share")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_report_share_token_hash")),
    )
    with op.batch_alter_table("report_share", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_share_diagnosis_id"), ["diagnosis_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_share_made_by_id"), ["made_by_id"], unique=False)


def downgrade() -> None:
    op.drop_table("report_share")
