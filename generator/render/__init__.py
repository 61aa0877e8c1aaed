"""From numbers to pages: what every reader sees, as artifacts; nothing here reads files or asks the time.

``site.py`` says what a page may see, ``page.py`` what a page is, ``pages/`` which pages there are;
``renderer.py`` pours each into the shell that MkDocs made (``pour.py``). Records are data here: their text
meets HTML only in Jinja templates with autoescape.
"""
