"""The records system of an education bureau: YAML records in, a site of rankings and bulletins out.

The map of the house: ``read`` → ``validate`` → ``compute`` → ``render`` and ``export`` → ``publish``,
six stages that know only ``model``, the words they share; ``starter`` makes a new bureau's first files;
``pipeline`` alone knows the order of the stages; ``cli`` alone prints, reads the environment and exits.
See ``docs/development/architecture.md``.
"""

__version__ = "0.1.0"
