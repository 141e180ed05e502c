"""Plans without a table: their paragraphs, lines and items."""
