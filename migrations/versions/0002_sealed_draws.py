"""sealed draws, and the channels that a copy passed through

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables of 0001 survives upgrade and downgrade (tested).
A downgrade drops the sealed draws with their commitments, and what copies passed through: export first.

Revision: 0002
Follows: 0001
"""

from alembic import op
import sqlalchemy as sa


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "sealed_draw": ["draw_id", "commitment", "committed_at", "id", "merchant_id"],
    "draw_pool": ["draw_id", "order_id", "field", "id", "merchant_id"],
    "draw_block": ["draw_id", "block_id", "id", "merchant_id"],
    "draw_opening": ["draw_id", "actor", "why", "opened_at", "id", "merchant_id"],
}
EXPOSURE = [
    "order_id",
    "channel_id",
    "exposed_at",
    "views",
    "proof",
    "recorded_at",
    "corrects_id",
    "id",
    "merchant_id",
]


def protect_updates(table: str, columns: list[str]) -> None:
    """As in 0001: no update of these columns."""
    of = f'CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {", ".join(columns)} ON "{table}" '
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"{of} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END")
    else:
        op.execute(f"{of} FOR EACH STATEMENT EXECUTE FUNCTION leaktrace_append_only()")


def protect_deletes(table: str) -> None:
    """As in 0001: no delete, no truncate."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f'CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION leaktrace_append_only()"
    )


def unprotect(table: str, what: str) -> None:
    """Before the table, or a column that the trigger names, can go."""
    on = "" if op.get_bind().dialect.name == "sqlite" else f' ON "{table}"'
    op.execute(f"DROP TRIGGER {table}_no_{what}{on}")


def upgrade() -> None:
    # Past batch mode, which would make the table anew and lose its triggers.
    op.add_column("exposure", sa.Column("via", sa.JSON(), server_default="[]", nullable=False))
    unprotect("exposure", "update")
    protect_updates("exposure", [*EXPOSURE, "via"])

    op.create_table(
        "sealed_draw",
        sa.Column("draw_id", sa.String(length=32), nullable=False),
        sa.Column("commitment", sa.String(length=80), nullable=False),
        sa.Column("manifest", sa.LargeBinary(), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_sealed_draw_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_draw")),
        sa.UniqueConstraint(
            "merchant_id", "draw_id", name=op.f("uq_sealed_draw_merchant_id_draw_id")
        ),
    )
    op.create_table(
        "draw_pool",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "field",
            sa.Enum(
                "name",
                "phone",
                "email",
                "address",
                "nick",
                "order_no",
                "product",
                "price",
                "ordered_at",
                "tracking_no",
                "note",
                name="field",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("pool", sa.LargeBinary(), nullable=False),
        sa.Column("given", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["sealed_draw.id"], name=op.f("fk_draw_pool_draw_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_draw_pool_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["canary_order.id"], name=op.f("fk_draw_pool_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_pool")),
        sa.UniqueConstraint("order_id", "field", name=op.f("uq_draw_pool_order_id_field")),
    )
    op.create_index(op.f("ix_draw_pool_draw_id"), "draw_pool", ["draw_id"], unique=False)
    op.create_table(
        "draw_block",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("block_id", sa.String(length=64), nullable=False),
        sa.Column("routed", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["sealed_draw.id"], name=op.f("fk_draw_block_draw_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_draw_block_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_block")),
        sa.UniqueConstraint("draw_id", "block_id", name=op.f("uq_draw_block_draw_id_block_id")),
    )
    op.create_table(
        "draw_opening",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["sealed_draw.id"], name=op.f("fk_draw_opening_draw_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_draw_opening_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw_opening")),
    )
    op.create_index(op.f("ix_draw_opening_draw_id"), "draw_opening", ["draw_id"], unique=False)
    for table, columns in APPEND_ONLY.items():
        protect_updates(table, columns)
        protect_deletes(table)


def downgrade() -> None:
    for table in APPEND_ONLY:
        unprotect(table, "update")
        unprotect(table, "delete")
    op.drop_table("draw_opening")
    op.drop_table("draw_block")
    op.drop_table("draw_pool")
    op.drop_table("sealed_draw")
    unprotect("exposure", "update")
    op.execute("ALTER TABLE exposure DROP COLUMN via")
    protect_updates("exposure", EXPOSURE)
