"""Figures as inline SVG from results: titles for screen readers, the theme's colours, no script.

Places across are per cent and text is in pixels, so a figure is as readable on a phone as on a desk. Each
function returns ``Markup``; everything that comes from a record is escaped on the way in.
"""
