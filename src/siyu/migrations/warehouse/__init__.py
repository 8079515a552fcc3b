"""Numbered warehouse DDL, one concern per file, never edited after release."""
