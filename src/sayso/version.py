"""The version of sayso, in a module of its own so that no part has to import the package for it."""

__all__ = ["__version__"]

__version__ = "0.1.0"
