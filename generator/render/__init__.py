"""From numbers to pages: what every reader sees, as artifacts; nothing here reads files or asks the time.

``site.py`` says what a page may see, ``page.py`` what a page is, ``pages/`` which pages there are,
``pour.py`` puts each into the shell that MkDocs made. Records are data here: their text meets HTML only in
Jinja templates with autoescape.
"""

from .page import render_site
from .site import Site

__all__ = ["Site", "render_site"]
