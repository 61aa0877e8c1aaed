"""From the world to data: files at one revision, parsed strictly, every fault with its place.

The only stage that knows Git, YAML and the disk. It changes nothing and judges no record: what a record may
say is decided by ``validate``.
"""
