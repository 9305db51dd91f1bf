"""SMS-tool Desktop: strategic motives for collaboration, in a workshop, on paper and on screen."""

__version__ = "0.1.0"
