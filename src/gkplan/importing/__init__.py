"""From a document as it was issued to a plan folder: readers of formats, then understanding."""
