"""New repositories: an empty bureau to begin with, and a sample city of any size.

Both yield files as ``Artifact`` and write nothing. The sample is made from a seed alone, so that the
committed ``records/`` can be compared with what the code gives, byte for byte.
"""

from .city import sample_city
from .empty import empty_bureau

__all__ = ["empty_bureau", "sample_city"]
