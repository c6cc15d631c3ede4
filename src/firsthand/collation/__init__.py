"""Collation."""
