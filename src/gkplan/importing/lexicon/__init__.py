"""The words by which documents are understood, as data, and what is made of them."""
