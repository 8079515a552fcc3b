"""Entrypoints: who is knocking decides the folder, and the folder decides how they are known."""
