"""Colours that screen and paper share. No Qt, no reportlab.

The hues are Okabe and Ito's (Color Universal Design, 2008): told apart by colour-blind eyes. In grey some
come close to each other, so beside a hue there is always a letter or a word.
"""

from __future__ import annotations

CLUSTER_COLOURS: dict[str, str] = {
    "legitimising": "#0072b2",
    "capital": "#e69f00",
    "development": "#009e73",
    "societal": "#cc79a7",
}
OTHER_COLOUR = "#7a7a7a"

INK = "#000000"
NOTE_INK = "#404040"
RULE = "#8c8c8c"
HAIRLINE = "#bfbfbf"
SHADE = "#efefef"
PAPER = "#ffffff"


def cluster_colour(cluster_id: str) -> str:
    """The hue of a cluster; grey for what belongs to none."""
    return CLUSTER_COLOURS.get(cluster_id, OTHER_COLOUR)
