"""From a page's text to an article: its lines told apart, and what the page tells of itself."""

from __future__ import annotations

from firsthand.cleaning.clean import clean

__all__ = ["clean"]
