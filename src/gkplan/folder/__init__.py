"""A plan folder on disk: finding it, reading it with all its problems, writing to it."""
