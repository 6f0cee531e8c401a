"""what contacts of one campaign have in common

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).
All of it is derived from the contacts: after a downgrade and an upgrade it is made again.

Revision: 0007
Follows: 0006
"""

from alembic import op
import sqlalchemy as sa


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_mark",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "caller", "link", "wording", "none", name="markkind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_mark_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_contact_mark_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_mark")),
    )
    op.create_index(
        "ix_contact_mark_contact", "contact_mark", ["merchant_id", "contact_id"], unique=False
    )
    op.create_index("ix_contact_mark_mark", "contact_mark", ["mark"], unique=False)


def downgrade() -> None:
    op.drop_table("contact_mark")
