"""Paper comes back: pictures of filled forms are found, read and judged."""
