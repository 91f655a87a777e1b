"""How titles and names are written, and when two of them say the same."""
