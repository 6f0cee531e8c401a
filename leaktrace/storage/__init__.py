"""Rows, engines, migrations, the lease."""
