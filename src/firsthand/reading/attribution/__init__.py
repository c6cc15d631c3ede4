"""Who is said to say what, and through whom."""

from __future__ import annotations

from firsthand.reading.attribution.extract import attribution_at, extract_attributions, vouches

__all__ = ["attribution_at", "extract_attributions", "vouches"]
