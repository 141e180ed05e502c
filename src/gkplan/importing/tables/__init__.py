"""Tables of plans: their heads, rows and cells, and the items that they contain."""
