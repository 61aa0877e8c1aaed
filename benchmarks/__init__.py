"""Timings beside those of peers, on the same files, in one run; ratios are what counts. ``make bench``."""
