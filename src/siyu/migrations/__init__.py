"""Migrations: one Alembic history for PostgreSQL, numbered DDL for the warehouse."""
