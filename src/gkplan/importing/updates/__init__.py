"""A corrected document merged into a plan folder: paired, renumbered, merged three ways, shown."""
