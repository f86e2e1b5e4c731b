"""Writes the small packages that people start from: a planning world of their own."""
