"""A plan folder on disk: finding it, reading it with every problem's place, appending to it."""
