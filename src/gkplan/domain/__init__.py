"""What a plan is and how it stands: pure values, no files, clock or terminal."""
