"""Grouping."""
