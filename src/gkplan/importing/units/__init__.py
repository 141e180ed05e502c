"""Which units a text names, and what each of them has to do."""
