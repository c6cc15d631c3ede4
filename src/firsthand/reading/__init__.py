"""What one article says: figures, quotations and statements, in whose words and how sure."""

from firsthand.reading.article import read_article, read_text

__all__ = ["read_article", "read_text"]
