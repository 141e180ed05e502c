"""PDF files: characters and rules at their positions become paragraphs and tables."""
