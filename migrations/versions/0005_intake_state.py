"""how sources fare, where fetching goes on, and contacts that a newer parser read anew

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).
A downgrade drops cursors and states of sources: the next look begins from the beginning, and stores nothing
twice. What a newer parser read anew gets its version into its reference, since two may not have the same.

Revision: 0005
Follows: 0004
"""

from alembic import op
import sqlalchemy as sa


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATE = (
    ("cursor", sa.LargeBinary(), None),
    ("last_run_at", sa.DateTime(timezone=True), None),
    ("last_success_at", sa.DateTime(timezone=True), None),
    ("last_error", sa.Text(), ""),
    ("failures", sa.Integer(), "0"),
    ("failing_since", sa.DateTime(timezone=True), None),
    ("next_attempt_at", sa.DateTime(timezone=True), None),
    ("alarmed_at", sa.DateTime(timezone=True), None),
)
CONTACT = [
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
]


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def unprotect(what: str) -> None:
    """Before a column that the trigger names can change."""
    op.execute(f"DROP TRIGGER contact_no_{what}" + ("" if is_sqlite() else " ON contact"))


def protect_updates(columns: list[str]) -> None:
    """As in 0001: no update of these columns."""
    of = f"CREATE TRIGGER contact_no_update BEFORE UPDATE OF {', '.join(columns)} ON contact "
    if is_sqlite():
        op.execute(f"{of} BEGIN SELECT RAISE(ABORT, 'contact is append-only'); END")
    else:
        op.execute(f"{of} FOR EACH STATEMENT EXECUTE FUNCTION leaktrace_append_only()")


def protect_deletes() -> None:
    """As in 0001; only SQLite lost it, with the table that was made anew."""
    if is_sqlite():
        op.execute(
            "CREATE TRIGGER contact_no_delete BEFORE DELETE ON contact "
            "BEGIN SELECT RAISE(ABORT, 'contact is append-only'); END"
        )


def upgrade() -> None:
    for name, kind, default in STATE:
        op.add_column(
            "source", sa.Column(name, kind, server_default=default, nullable=default is None)
        )
    op.execute(
        "UPDATE source SET "
        "last_run_at = (SELECT max(finished_at) FROM intake_run WHERE source_id = source.id), "
        "last_success_at = (SELECT max(finished_at) FROM intake_run "
        "WHERE source_id = source.id AND outcome = 'done')"
    )

    unprotect("update")
    if is_sqlite():
        unprotect("delete")
    with op.batch_alter_table("contact", recreate="auto") as batch:
        batch.add_column(sa.Column("version", sa.Integer(), server_default="0", nullable=False))
        batch.drop_constraint("uq_contact_source_id_ref", type_="unique")
        batch.create_unique_constraint(
            "uq_contact_source_id_ref_version", ["source_id", "ref", "version"]
        )
    protect_updates([*CONTACT, "version"])
    protect_deletes()


def downgrade() -> None:
    unprotect("update")
    if is_sqlite():
        unprotect("delete")
    op.execute(
        "UPDATE contact SET ref = substr(ref, 1, 190) || '~' || CAST(version AS VARCHAR(9)) "
        "WHERE version > 0"
    )
    with op.batch_alter_table("contact", recreate="auto") as batch:
        batch.drop_constraint("uq_contact_source_id_ref_version", type_="unique")
        batch.create_unique_constraint("uq_contact_source_id_ref", ["source_id", "ref"])
        batch.drop_column("version")
    protect_updates(CONTACT)
    protect_deletes()

    for name, _, _ in STATE:
        op.execute(f"ALTER TABLE source DROP COLUMN {name}")
