"""files that were sent, kept for a day, and the documents of centres"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "received_files",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed_content", sa.Text(), nullable=False),
        sa.Column("received", storage.types.Utc(timezone=True), nullable=False),
        sa.Column("examined_at_version", sa.Integer(), nullable=True),
        sa.Column("sealed_examined", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_received_files_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_files")),
    )
    op.create_index(op.f("ix_received_files_person"), "received_files", ["person"])
    op.create_index(op.f("ix_received_files_received"), "received_files", ["received"])
    op.create_table(
        "documents",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("centre", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed_name", sa.Text(), nullable=False),
        sa.Column("name_index", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sight", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("added", storage.types.Utc(timezone=True), nullable=False),
        sa.Column("sealed_content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_centre"), "documents", ["centre"])


def downgrade() -> None:
    op.drop_index(op.f("ix_documents_centre"), "documents")
    op.drop_table("documents")
    op.drop_index(op.f("ix_received_files_received"), "received_files")
    op.drop_index(op.f("ix_received_files_person"), "received_files")
    op.drop_table("received_files")
