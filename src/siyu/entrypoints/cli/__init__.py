"""Command line: what touches data talks to the running server, or opens the house when none runs."""
