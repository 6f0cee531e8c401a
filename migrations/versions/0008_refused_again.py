"""records in quarantine that were refused again for another reason, and the references they state

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).
A downgrade drops the later reasons and the references: records then wait for the reason they had first.

Revision: 0008
Follows: 0007
"""

from alembic import op
import sqlalchemy as sa


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEPT = [
    "source_id",
    "delivery_id",
    "sha256",
    "reason",
    "field",
    "remedy",
    "recorded_at",
    "id",
    "merchant_id",
]
AGAIN = [
    "quarantine_id",
    "delivery_id",
    "reason",
    "field",
    "remedy",
    "recorded_at",
    "id",
    "merchant_id",
]


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def no(table: str) -> str:
    """What a trigger does against a change."""
    if is_sqlite():
        return f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return "FOR EACH STATEMENT EXECUTE FUNCTION leaktrace_append_only()"


def protect_updates(table: str, columns: list[str]) -> None:
    """As in 0001: no update of these columns."""
    of = f'CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {", ".join(columns)} ON "{table}" '
    op.execute(of + no(table))


def unprotect_updates(table: str) -> None:
    """Before the columns that the trigger names can change."""
    op.execute(f"DROP TRIGGER {table}_no_update" + ("" if is_sqlite() else f" ON {table}"))


def protect_deletes(table: str) -> None:
    """As in 0001: no delete, no truncate."""
    what = "DELETE" if is_sqlite() else "DELETE OR TRUNCATE"
    op.execute(f'CREATE TRIGGER {table}_no_delete BEFORE {what} ON "{table}" ' + no(table))


def upgrade() -> None:
    unprotect_updates("quarantine")
    op.add_column(
        "quarantine", sa.Column("ref", sa.String(length=200), server_default="", nullable=False)
    )
    protect_updates("quarantine", [*KEPT, "ref"])
    op.create_index("ix_quarantine_ref", "quarantine", ["source_id", "ref"], unique=False)

    op.create_table(
        "quarantine_refusal",
        sa.Column("quarantine_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quarantine_id"],
            ["quarantine.id"],
            name=op.f("fk_quarantine_refusal_quarantine_id"),
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_quarantine_refusal_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_quarantine_refusal_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine_refusal")),
    )
    op.create_index(
        op.f("ix_quarantine_refusal_quarantine_id"),
        "quarantine_refusal",
        ["quarantine_id"],
        unique=False,
    )
    protect_updates("quarantine_refusal", AGAIN)
    protect_deletes("quarantine_refusal")


def downgrade() -> None:
    op.drop_table("quarantine_refusal")
    unprotect_updates("quarantine")
    op.drop_index("ix_quarantine_ref", "quarantine")
    op.execute("ALTER TABLE quarantine DROP COLUMN ref")
    protect_updates("quarantine", KEPT)
