"""From a snapshot to numbers: frames, metrics, rankings.

pandas and numpy live here and nowhere else, and nothing of theirs leaves: what goes out are the frozen
types of ``model.results``. No files, no clock. Every number is exact: whole thousandths and whole counts
inside, ``Decimal`` outside, divided once and rounded half-up once, where it is printed.
"""
