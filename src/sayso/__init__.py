"""sayso: who said what in a news text, through whom, and where it stands."""

__version__ = "0.1.0"
