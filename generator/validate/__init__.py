"""From data to a snapshot that can be trusted: structure, gate and rules. No files, no clock, no printing."""
