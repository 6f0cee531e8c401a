"""first tables

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).

Revision: 0001
Follows:
"""

from alembic import op
import sqlalchemy as sa


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = {
    "attribution": [
        "case_id",
        "as_of",
        "model",
        "inputs_digest",
        "verdict",
        "made_at",
        "id",
        "merchant_id",
    ],
    "contact": [
        "source_id",
        "delivery_id",
        "ref",
        "medium",
        "occurred_at",
        "received_at",
        "duration_s",
        "stage",
        "ends_at",
        "recorded_at",
        "supersedes_id",
        "id",
        "merchant_id",
    ],
    "contact_line": ["contact_id", "line_id", "merchant_id"],
    "delivery": [
        "source_id",
        "sha256",
        "size",
        "received_at",
        "authentication",
        "authentication_note",
        "settings",
        "settings_key",
        "one_time_key",
        "id",
        "merchant_id",
    ],
    "delivery_parse": [
        "delivery_id",
        "received",
        "stored",
        "duplicates",
        "quarantined",
        "parsed_at",
        "id",
        "merchant_id",
    ],
    "event": ["merchant_id", "at", "actor", "action", "object_kind", "object_id", "data", "id"],
    "exposure": [
        "order_id",
        "channel_id",
        "exposed_at",
        "views",
        "proof",
        "recorded_at",
        "corrects_id",
        "id",
        "merchant_id",
    ],
    "quarantine": [
        "source_id",
        "delivery_id",
        "sha256",
        "reason",
        "field",
        "remedy",
        "recorded_at",
        "id",
        "merchant_id",
    ],
    "quarantine_resolution": [
        "quarantine_id",
        "resolution",
        "why",
        "actor",
        "resolved_at",
        "id",
        "merchant_id",
    ],
    "reading": [
        "contact_id",
        "contact_class",
        "reason",
        "informed",
        "made_at",
        "id",
        "merchant_id",
    ],
    "reading_order": ["reading_id", "order_id", "merchant_id"],
}


def protect(table: str, columns: list[str]) -> None:
    """Append-only in the database too. Sealed columns may be re-sealed by a key rotation, or erased."""
    if op.get_bind().dialect.name == "sqlite":
        message = f"{table} is append-only"
        op.execute(
            f'CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {", ".join(columns)} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        op.execute(
            f'CREATE TRIGGER {table}_no_delete BEFORE DELETE ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    op.execute(
        f'CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {", ".join(columns)} ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION leaktrace_append_only()"
    )
    op.execute(
        f'CREATE TRIGGER {table}_no_delete BEFORE DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION leaktrace_append_only()"
    )


def protect_all() -> None:
    """Triggers stop accidents; who owns the database can drop them."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION leaktrace_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for table, columns in APPEND_ONLY.items():
        protect(table, columns)


def unprotect_all() -> None:
    """Before the tables can go."""
    on = (
        (lambda table: "")
        if op.get_bind().dialect.name == "sqlite"
        else (lambda table: f' ON "{table}"')
    )
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_no_update{on(table)}")
        op.execute(f"DROP TRIGGER {table}_no_delete{on(table)}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION leaktrace_append_only()")


def upgrade() -> None:
    op.create_table(
        "data_key",
        sa.Column("key_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("seal", "index", name="keypurpose", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "active", "retiring", "destroyed", name="keystate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("kek", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_data_key")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "merchant",
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant")),
        sa.UniqueConstraint("slug", name=op.f("uq_merchant_slug")),
    )
    op.create_table(
        "case",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "closed", name="casestatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_case_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("merchant_id", "case_id", name=op.f("uq_case_merchant_id_case_id")),
    )
    op.create_table(
        "channel",
        sa.Column("channel_id", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "platform",
                "merchant_erp",
                "courier",
                "outsourced_service",
                name="channelkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("provider", sa.String(length=200), nullable=False),
        sa.Column("injectable", sa.Boolean(), nullable=False),
        sa.Column("views", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_channel_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint(
            "merchant_id", "channel_id", name=op.f("uq_channel_merchant_id_channel_id")
        ),
    )
    op.create_table(
        "event",
        sa.Column("merchant_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_event_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_merchant", ["merchant_id", "id"], unique=False)

    op.create_table(
        "identity",
        sa.Column(
            "role",
            sa.Enum("canary", "control", name="linerole", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_identity_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    op.create_table(
        "line",
        sa.Column("line_id", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "phone", "email", "email_domain", name="linekind", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum("canary", "control", name="linerole", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("value_index", sa.LargeBinary(), nullable=False),
        sa.Column("acquired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_line_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
        sa.UniqueConstraint("merchant_id", "line_id", name=op.f("uq_line_merchant_id_line_id")),
        sa.UniqueConstraint(
            "merchant_id", "value_index", name=op.f("uq_line_merchant_id_value_index")
        ),
    )
    op.create_table(
        "source",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=64), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("manual", "folder", "hook", name="sourcekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum("active", "paused", name="sourcestate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_source_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("merchant_id", "name", name=op.f("uq_source_merchant_id_name")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index(
            "uq_source_hook",
            ["name"],
            unique=True,
            sqlite_where=sa.text("kind = 'hook'"),
            postgresql_where=sa.text("kind = 'hook'"),
        )

    op.create_table(
        "user",
        sa.Column("login", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column(
            "role",
            sa.Enum("viewer", "reviewer", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["merchant_id"], ["merchant.id"], name=op.f("fk_user_merchant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("login", name=op.f("uq_user_login")),
    )
    op.create_table(
        "attribution",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("inputs_digest", sa.String(length=80), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "registry_compromised",
                "attributed",
                "set",
                "suspected",
                "inconclusive",
                "background",
                name="verdict",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_attribution_case_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_attribution_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribution")),
    )
    with op.batch_alter_table("attribution", schema=None) as batch_op:
        batch_op.create_index("ix_attribution_case", ["case_id", "id"], unique=False)

    op.create_table(
        "canary_order",
        sa.Column("canary_id", sa.String(length=64), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name=op.f("fk_canary_order_identity_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_canary_order_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canary_order")),
        sa.UniqueConstraint(
            "merchant_id", "canary_id", name=op.f("uq_canary_order_merchant_id_canary_id")
        ),
    )
    with op.batch_alter_table("canary_order", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_canary_order_identity_id"), ["identity_id"], unique=False
        )

    op.create_table(
        "delivery",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "authentication",
            sa.Enum(
                "local",
                "static",
                "replayable",
                "body-bound",
                "failed",
                name="authentication",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("authentication_note", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("settings_key", sa.String(length=64), nullable=False),
        sa.Column("one_time_key", sa.LargeBinary(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_delivery_merchant_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_delivery_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint(
            "source_id", "one_time_key", name=op.f("uq_delivery_source_id_one_time_key")
        ),
        sa.UniqueConstraint(
            "source_id",
            "sha256",
            "settings_key",
            name=op.f("uq_delivery_source_id_sha256_settings_key"),
        ),
    )
    op.create_table(
        "identity_line",
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["identity.id"], name=op.f("fk_identity_line_identity_id")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_identity_line_line_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_identity_line_merchant_id")
        ),
        sa.PrimaryKeyConstraint("identity_id", "line_id", name=op.f("pk_identity_line")),
    )
    with op.batch_alter_table("identity_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_line_line_id"), ["line_id"], unique=False)

    op.create_table(
        "intake_run",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("done", "failed", "skipped", name="runoutcome", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_intake_run_merchant_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_intake_run_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_run")),
    )
    with op.batch_alter_table("intake_run", schema=None) as batch_op:
        batch_op.create_index("ix_intake_run_source", ["source_id", "finished_at"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("token_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_web_session_merchant_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_web_session_user_id")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_web_session")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("ref", sa.String(length=200), nullable=False),
        sa.Column(
            "medium",
            sa.Enum("call", "sms", "email", "im", name="medium", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("caller_index", sa.LargeBinary(), nullable=True),
        sa.Column("duration_s", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "ringing",
                "answered",
                "ended",
                "missed",
                name="callstage",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("call_key", sa.LargeBinary(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_contact_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_contact_merchant_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_contact_source_id")),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["contact.id"], name=op.f("fk_contact_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("source_id", "ref", name=op.f("uq_contact_source_id_ref")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_contact_supersedes_id")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index("ix_contact_call_key", ["source_id", "call_key"], unique=False)
        batch_op.create_index("ix_contact_caller", ["merchant_id", "caller_index"], unique=False)
        batch_op.create_index("ix_contact_delivery", ["merchant_id", "delivery_id"], unique=False)
        batch_op.create_index("ix_contact_occurred", ["merchant_id", "occurred_at"], unique=False)

    op.create_table(
        "delivery_parse",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("stored", sa.Integer(), nullable=False),
        sa.Column("duplicates", sa.Integer(), nullable=False),
        sa.Column("quarantined", sa.Integer(), nullable=False),
        sa.Column("parsed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_parse_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_delivery_parse_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_parse")),
    )
    with op.batch_alter_table("delivery_parse", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_parse_delivery_id"), ["delivery_id"], unique=False
        )

    op.create_table(
        "exposure",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("channel_id", sa.Uuid(), nullable=False),
        sa.Column("exposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holds", sa.LargeBinary(), nullable=False),
        sa.Column("views", sa.JSON(), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channel.id"], name=op.f("fk_exposure_channel_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["exposure.id"], name=op.f("fk_exposure_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_exposure_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["canary_order.id"], name=op.f("fk_exposure_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_exposure_corrects_id")),
    )
    with op.batch_alter_table("exposure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exposure_channel_id"), ["channel_id"], unique=False)
        batch_op.create_index(
            "uq_exposure_first",
            ["order_id", "channel_id"],
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )

    op.create_table(
        "quarantine",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_quarantine_delivery_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_quarantine_merchant_id")
        ),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_quarantine_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("source_id", "sha256", name=op.f("uq_quarantine_source_id_sha256")),
    )
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_quarantine_delivery_id"), ["delivery_id"], unique=False
        )

    op.create_table(
        "contact_line",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_line_contact_id")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_contact_line_line_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_contact_line_merchant_id")
        ),
        sa.PrimaryKeyConstraint("contact_id", "line_id", name=op.f("pk_contact_line")),
    )
    with op.batch_alter_table("contact_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_line_line_id"), ["line_id"], unique=False)

    op.create_table(
        "quarantine_resolution",
        sa.Column("quarantine_id", sa.Uuid(), nullable=False),
        sa.Column(
            "resolution",
            sa.Enum("replayed", "discarded", name="resolution", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_quarantine_resolution_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["quarantine_id"],
            ["quarantine.id"],
            name=op.f("fk_quarantine_resolution_quarantine_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine_resolution")),
        sa.UniqueConstraint("quarantine_id", name=op.f("uq_quarantine_resolution_quarantine_id")),
    )
    op.create_table(
        "reading",
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
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("informed", sa.Boolean(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_reading_contact_id")),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_reading_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reading_contact", ["merchant_id", "contact_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_reading_informed",
            ["merchant_id", "contact_id"],
            unique=False,
            sqlite_where=sa.text("informed"),
            postgresql_where=sa.text("informed"),
        )

    op.create_table(
        "reading_order",
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_reading_order_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["canary_order.id"], name=op.f("fk_reading_order_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["reading.id"], name=op.f("fk_reading_order_reading_id")
        ),
        sa.PrimaryKeyConstraint("reading_id", "order_id", name=op.f("pk_reading_order")),
    )
    protect_all()


def downgrade() -> None:
    unprotect_all()
    op.drop_table("reading_order")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_reading_informed",
            sqlite_where=sa.text("informed"),
            postgresql_where=sa.text("informed"),
        )
        batch_op.drop_index("ix_reading_contact")

    op.drop_table("reading")
    op.drop_table("quarantine_resolution")
    with op.batch_alter_table("contact_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_line_line_id"))

    op.drop_table("contact_line")
    with op.batch_alter_table("quarantine", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quarantine_delivery_id"))

    op.drop_table("quarantine")
    with op.batch_alter_table("exposure", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_exposure_first",
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_exposure_channel_id"))

    op.drop_table("exposure")
    with op.batch_alter_table("delivery_parse", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_parse_delivery_id"))

    op.drop_table("delivery_parse")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_occurred")
        batch_op.drop_index("ix_contact_delivery")
        batch_op.drop_index("ix_contact_caller")
        batch_op.drop_index("ix_contact_call_key")

    op.drop_table("contact")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_session_user_id"))

    op.drop_table("web_session")
    with op.batch_alter_table("intake_run", schema=None) as batch_op:
        batch_op.drop_index("ix_intake_run_source")

    op.drop_table("intake_run")
    with op.batch_alter_table("identity_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_line_line_id"))

    op.drop_table("identity_line")
    op.drop_table("delivery")
    with op.batch_alter_table("canary_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_canary_order_identity_id"))

    op.drop_table("canary_order")
    with op.batch_alter_table("attribution", schema=None) as batch_op:
        batch_op.drop_index("ix_attribution_case")

    op.drop_table("attribution")
    op.drop_table("user")
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_source_hook",
            sqlite_where=sa.text("kind = 'hook'"),
            postgresql_where=sa.text("kind = 'hook'"),
        )

    op.drop_table("source")
    op.drop_table("line")
    op.drop_table("identity")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_merchant")

    op.drop_table("event")
    op.drop_table("channel")
    op.drop_table("case")
    op.drop_table("merchant")
    op.drop_table("lease")
    op.drop_table("data_key")
