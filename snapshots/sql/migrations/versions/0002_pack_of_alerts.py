"""Alerts are filed under the rule pack that judged them; of those recorded before, nobody can say: "".

Their content is left as it is. It has no such field, and its checksum covers what was written then.
"""

import sqlalchemy as sa
from alembic import op

from snapshots.sql.column_types import AnyText

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("alert", sa.Column("pack", AnyText(), nullable=False, server_default=""))
