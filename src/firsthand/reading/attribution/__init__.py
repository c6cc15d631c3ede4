"""Who is said to say what, and through whom."""

from __future__ import annotations

from firsthand.reading.attribution.extract import attribution_at, extract_attributions, vouches
from firsthand.reading.attribution.inherit import inherited_source

__all__ = ["attribution_at", "extract_attributions", "inherited_source", "vouches"]
