"""Insight: what does it mean? Reads only; no room here knows another."""
