"""Readings turned into files for other programs."""
