"""``python -m tests.support.cheaper …``: a command of ours in a process of its own, made as cheaply as here.

For tests whose steps start the command themselves: MkDocs runs once for all of them, and no search is made.
"""

from __future__ import annotations

from generator.cli import main

from .site import cheaply

if __name__ == "__main__":
    with cheaply():
        main()
