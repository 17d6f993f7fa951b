"""Alembic revisions, named by words."""
