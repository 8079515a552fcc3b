"""Facts: what happened (events), and where to ask about it (warehouse)."""
