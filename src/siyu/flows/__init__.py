"""Flows: everything that happens between rooms."""
