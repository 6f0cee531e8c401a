"""what is planned and planted: premises, order models, plans, placements, the lives of canaries and lines

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).
A downgrade drops plans, lives, tags and premises: what was planted stays with its exposures and draws.

Revision: 0004
Follows: 0003
"""

from alembic import op
import sqlalchemy as sa


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "order_model": ["model_id", "source_digest", "orders", "fitted_at", "id", "merchant_id"],
    "seed_plan": ["plan_id", "digest", "made_at", "id", "merchant_id"],
    "channel_setup": ["channel_id", "module", "made_at", "id", "merchant_id"],
    "placement": ["order_id", "channel_id", "plan_id", "due_at", "merchant_id"],
    "canary_event": ["order_id", "step", "channel_id", "actor", "proof", "at", "id", "merchant_id"],
    "line_event": ["line_id", "step", "contact_id", "actor", "note", "at", "id", "merchant_id"],
    "approval": ["channel_id", "monthly", "why", "actor", "until", "made_at", "id", "merchant_id"],
}


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
    op.add_column("identity", sa.Column("name_index", sa.LargeBinary(), nullable=True))
    op.create_index("uq_identity_name", "identity", ["merchant_id", "name_index"], unique=True)
    op.create_table(
        "order_model",
        sa.Column("model_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("source_digest", sa.String(length=80), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("fitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_order_model_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_model")),
        sa.UniqueConstraint(
            "merchant_id", "model_id", name=op.f("uq_order_model_merchant_id_model_id")
        ),
    )
    op.create_table(
        "premises",
        sa.Column("premises_id", sa.String(length=64), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_premises_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_premises")),
        sa.UniqueConstraint(
            "merchant_id", "premises_id", name=op.f("uq_premises_merchant_id_premises_id")
        ),
    )
    op.create_table(
        "seed_plan",
        sa.Column("plan_id", sa.String(length=32), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_seed_plan_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seed_plan")),
        sa.UniqueConstraint(
            "merchant_id", "plan_id", name=op.f("uq_seed_plan_merchant_id_plan_id")
        ),
    )
    op.create_table(
        "tag",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_tag_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag")),
        sa.UniqueConstraint("merchant_id", "name", name=op.f("uq_tag_merchant_id_name")),
    )
    op.create_table(
        "approval",
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("monthly", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_approval_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_approval_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_channel_id"), "approval", ["channel_id"], unique=False)

    op.create_table(
        "channel_setup",
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("module", sa.String(length=64), nullable=False),
        sa.Column("settings", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_channel_setup_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_channel_setup_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_setup")),
    )
    op.create_index(
        op.f("ix_channel_setup_channel_id"), "channel_setup", ["channel_id"], unique=False
    )

    op.create_table(
        "canary_event",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "planned",
                "released",
                "placed",
                "exposed",
                "watched",
                "hit",
                "burnt",
                "retired",
                name="canarystep",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("channel_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_canary_event_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_canary_event_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["canary_order.id"], name=op.f("fk_canary_event_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canary_event")),
    )
    op.create_index(
        "ix_canary_event_order", "canary_event", ["merchant_id", "order_id", "id"], unique=False
    )
    op.create_index("ix_canary_event_step", "canary_event", ["merchant_id", "step"], unique=False)

    op.create_table(
        "canary_tag",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_canary_tag_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["canary_order.id"], name=op.f("fk_canary_tag_order_id")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_canary_tag_tag_id")),
        sa.PrimaryKeyConstraint("order_id", "tag_id", name=op.f("pk_canary_tag")),
    )
    op.create_index(op.f("ix_canary_tag_tag_id"), "canary_tag", ["tag_id"], unique=False)

    op.create_table(
        "placement",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_placement_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_placement_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["canary_order.id"], name=op.f("fk_placement_order_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["seed_plan.id"], name=op.f("fk_placement_plan_id")),
        sa.PrimaryKeyConstraint("order_id", "channel_id", name=op.f("pk_placement")),
    )
    op.create_index(op.f("ix_placement_channel_id"), "placement", ["channel_id"], unique=False)
    op.create_index(op.f("ix_placement_plan_id"), "placement", ["plan_id"], unique=False)

    op.create_table(
        "line_event",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "owned",
                "nonce_sent",
                "verified",
                "flagged",
                "cleared",
                "retired",
                name="linestep",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nonce", sa.LargeBinary(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_line_event_contact_id")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_event_line_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_line_event_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_event")),
    )
    op.create_index(
        "ix_line_event_line", "line_event", ["merchant_id", "line_id", "id"], unique=False
    )
    for table, columns in APPEND_ONLY.items():
        protect(table, columns)


def downgrade() -> None:
    for table in APPEND_ONLY:
        on = "" if op.get_bind().dialect.name == "sqlite" else f' ON "{table}"'
        op.execute(f"DROP TRIGGER {table}_no_update{on}")
        op.execute(f"DROP TRIGGER {table}_no_delete{on}")

    op.drop_table("line_event")

    op.drop_table("placement")

    op.drop_table("canary_tag")

    op.drop_table("canary_event")

    op.drop_table("channel_setup")

    op.drop_table("approval")
    op.drop_table("tag")
    op.drop_table("seed_plan")
    op.drop_table("premises")
    op.drop_table("order_model")
    op.drop_index("uq_identity_name", table_name="identity")
    op.execute("ALTER TABLE identity DROP COLUMN name_index")
