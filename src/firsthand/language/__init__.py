"""What the program knows of a language: tables of words and a trained model, one folder a language."""

from __future__ import annotations

from firsthand.language.loader import folder, table, words

__all__ = ["folder", "table", "words"]
