"""A travel request as a labelled optimisation problem, and the way between its assignments and plans."""
