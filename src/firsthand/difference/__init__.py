"""Difference."""
