"""Readings turned into something that a person reads: a view in the terminal, a page."""
