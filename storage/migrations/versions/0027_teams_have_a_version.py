"""members and groups of teams have a version, which the database itself counts up"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TABLES = ("members", "team_groups")
COUNT_UP = (
    "INSERT INTO teams_version (id, version) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET version = teams_version.version + 1"
)


def upgrade() -> None:
    op.create_table(
        "teams_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams_version")),
    )
    if op.get_bind().dialect.name == "postgresql":
        counted_by_postgresql()
    else:
        counted_by_sqlite()


def counted_by_postgresql() -> None:
    """Count when nothing but the end of COMMIT is left: nobody waits for it behind another lock."""
    op.execute(
        "CREATE FUNCTION teams_changed() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {COUNT_UP}; RETURN NULL; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE "
            f"ON {table} DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION teams_changed()"
        )


def counted_by_sqlite() -> None:
    for table in TABLES:
        for change in ("INSERT", "UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_{change.lower()} AFTER {change} ON {table} "
                f"BEGIN {COUNT_UP}; END"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_changed ON {table}")
        op.execute("DROP FUNCTION teams_changed()")
    else:
        for table in TABLES:
            for change in ("insert", "update", "delete"):
                op.execute(f"DROP TRIGGER {table}_{change}")
    op.drop_table("teams_version")
