"""From the best reading of a document to a plan, a registry and the files of a folder."""
