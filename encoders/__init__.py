"""A small modelling library with proofs and explanations: expressions, problems, sessions, conflicts, repairs."""
