"""Formulations by slots, for small models: names first, then one label for each number of the text; no algebra to write."""
