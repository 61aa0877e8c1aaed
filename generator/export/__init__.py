"""From schemas and records to what others use: open data, dictionary, editor settings, drafts."""
