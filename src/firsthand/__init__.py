"""Who said it first, who only repeats it, and what changed on the way."""

__version__ = "0.1.0"
