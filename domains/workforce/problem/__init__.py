"""A roster as a problem: who works when as yes or no, and the rules over it."""
