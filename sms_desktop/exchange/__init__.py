"""Sessions in the shape that other programs read: tables, and many sessions compared."""
