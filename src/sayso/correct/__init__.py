"""Correct readings by hand: marks that were changed in other programs, and single statements that a reader sets right.

`correct_reading` makes a reading of marks. `apply_corrections` makes the marks of a reading, changes those that a
correction is about, and lets `correct_reading` do the rest; `compare_readings` finds the corrections that lead from one
reading to another.
"""
