"""Shapes that recur across worlds; each builds labelled constraints, never solver terms."""
