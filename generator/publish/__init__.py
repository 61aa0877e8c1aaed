"""From artifacts to disk: written beside the live site, checked, and exchanged with it in one step."""
