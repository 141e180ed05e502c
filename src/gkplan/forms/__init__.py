"""Forms for people without a terminal: workbooks to fill in, read back as entries."""
