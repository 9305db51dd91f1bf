"""Widgets that know a field and the store, and nothing else."""
