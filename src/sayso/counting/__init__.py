"""Count with an interval for what was misread: how sure counts are, from the scores of statements and from what was
measured of the model. Pure: no file is opened but the model's own figures, and no database is known.
"""

from __future__ import annotations

from sayso.counting.interval import Sums, find_right, find_share
from sayso.counting.measured import Measure, Measured, load_measured

__all__ = ["Measure", "Measured", "Sums", "find_right", "find_share", "load_measured"]
