"""what came since: found by when it was recorded

Policy: linear history; the program of the previous revision must go on working while this runs;
no import from the package; data in the tables survives upgrade and downgrade (tested).
Indexes only.

Revision: 0003
Follows: 0002
"""

from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Where the merchant alone would fit, they are not led by it: SQLite without statistics takes the newest
# of all indexes that fit equally well.
INDEXES = (
    ("ix_attribution_known", "attribution", ["merchant_id", "case_id", "as_of", "made_at"]),
    ("ix_contact_recorded", "contact", ["recorded_at", "merchant_id"]),
    ("ix_exposure_order", "exposure", ["order_id", "merchant_id"]),
    ("ix_exposure_recorded", "exposure", ["recorded_at", "merchant_id"]),
    ("ix_reading_made", "reading", ["made_at", "merchant_id"]),
)


def upgrade() -> None:
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns, unique=False)


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table_name=table)
