"""Rows: raw cells become canonical rows through a mapping, or are rejected with a reason."""
