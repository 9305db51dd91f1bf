"""The colours that screen and paper share.

Four hues that colour-blind eyes and a grey copy tell apart (blue, red and yellow from Paul Tol's
high-contrast set, teal between them; lightness 29, 48, 60 and 73 of 100). They are used for a thin bar
or a chip beside the cluster's letter, never for text.
"""

from __future__ import annotations

CLUSTER_COLOURS: dict[str, str] = {
    "legitimising": "#004488",
    "capital": "#DDAA33",
    "development": "#33A08C",
    "societal": "#BB5566",
}

OTHER_COLOUR = "#777777"


def cluster_colour(cluster_id: str) -> str:
    """The colour of a cluster as ``#rrggbb``; grey for motives of no cluster."""
    return CLUSTER_COLOURS.get(cluster_id, OTHER_COLOUR)
