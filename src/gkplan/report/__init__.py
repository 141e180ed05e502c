"""The progress report: one model, rendered through templates."""
