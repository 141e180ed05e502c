"""One reader a format: bytes become a Document, and nothing is interpreted."""
