"""what people decided about the class of a contact

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).
A downgrade drops the decisions; the readings that were made by them stay.

Revision: 0006
Follows: 0005
"""

from alembic import op
import sqlalchemy as sa


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEPT = ["contact_id", "contact_class", "actor", "made_at", "id", "merchant_id"]


def protect(table: str, columns: list[str]) -> None:
    """As in 0001: no update of these columns, no delete, no truncate."""
    of = f'CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {", ".join(columns)} ON "{table}" '
    if op.get_bind().dialect.name == "sqlite":
        no = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        op.execute(of + no)
        op.execute(f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}" {no}')
        return
    no = "FOR EACH STATEMENT EXECUTE FUNCTION leaktrace_append_only()"
    op.execute(of + no)
    op.execute(f'CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON "{table}" {no}')


def upgrade() -> None:
    op.create_table(
        "contact_ruling",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column(
            "contact_class",
            sa.Enum(
                "scam",
                "expected",
                "background",
                "unknown",
                name="contactclass",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("why", sa.LargeBinary(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_ruling_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_contact_ruling_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_ruling")),
    )
    op.create_index(
        "ix_contact_ruling_contact", "contact_ruling", ["merchant_id", "contact_id", "id"], unique=False
    )
    protect("contact_ruling", KEPT)


def downgrade() -> None:
    op.drop_table("contact_ruling")
