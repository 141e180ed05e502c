"""What people and programs see: grids for tables, CSV and Markdown; plain data for JSON."""
