"""What people and programs see: tables for terminals, CSV and Markdown; plain data for JSON."""
