"""The four tabs, in the order of the day. Tabs never import each other."""
