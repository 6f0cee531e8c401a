"""what came since: found by when it was recorded

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).
Indexes only.

Revision: 0003
Follows: 0002
"""

from alembic import op
import sqlalchemy as sa


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_attribution_known", "attribution", ["merchant_id", "case_id", "as_of", "made_at"]),
    ("ix_contact_recorded", "contact", ["merchant_id", "recorded_at", "id", "occurred_at"]),
    ("ix_exposure_order", "exposure", ["order_id", "merchant_id"]),
    ("ix_exposure_recorded", "exposure", ["recorded_at", "merchant_id"]),
    ("ix_reading_made", "reading", ["merchant_id", "made_at"]),
)


def index_informed(columns: list[str], sqlite_where: str) -> None:
    """Make the index of informed readings anew."""
    op.drop_index("ix_reading_informed", table_name="reading")
    op.create_index(
        "ix_reading_informed",
        "reading",
        columns,
        unique=False,
        sqlite_where=sa.text(sqlite_where),
        postgresql_where=sa.text("informed"),
    )


def upgrade() -> None:
    # SQLite never took the index as it was: statements say "informed = 1".
    index_informed(["merchant_id", "informed", "contact_id"], "informed = 1")
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table)
    index_informed(["merchant_id", "contact_id"], "informed")
