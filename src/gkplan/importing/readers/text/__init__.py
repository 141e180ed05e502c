"""Text: lines, and the tables that are written in lines."""
