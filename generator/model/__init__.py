"""The words that every stage speaks: frozen dataclasses over the standard library.

Nothing here reads, writes, prints or asks the time, and nothing here knows a record kind
by name except the bureau's own record, which every stage needs for its language and dates.
"""
