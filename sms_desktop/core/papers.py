"""The papers that the settings and ``--paper`` can ask for."""

from __future__ import annotations

PAPERS: dict[str, str] = {"a4": "A4", "a3": "A3", "letter": "Letter"}
"""What each of them is called."""
