"""Who is said to say what, and through whom."""

from __future__ import annotations

from firsthand.reading.attribution.extract import extract_attributions
from firsthand.reading.attribution.inherit import inherited_source
from firsthand.reading.attribution.lookup import attribution_at, vouches

__all__ = ["attribution_at", "extract_attributions", "inherited_source", "vouches"]
