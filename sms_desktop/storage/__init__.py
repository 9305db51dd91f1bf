"""Sessions on disk: the format, safe files, back-ups."""
