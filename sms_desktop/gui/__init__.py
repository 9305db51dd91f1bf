"""The window: a thin shell around the core."""
