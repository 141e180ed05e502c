"""What characters, numbers, brackets and blanks of a text mean, whatever it says."""
