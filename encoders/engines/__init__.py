"""Solver engines; each folder lowers problems to one solver and imports it only when used."""
