"""Paper: layout as data first, then drawing."""
