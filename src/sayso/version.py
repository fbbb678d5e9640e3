"""The version of sayso, at the bottom of all imports, so that no part has to import the front door for it."""

__all__ = ["__version__"]

__version__ = "0.1.0"
