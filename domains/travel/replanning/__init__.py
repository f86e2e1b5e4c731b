"""An old trip kept as far as possible."""
