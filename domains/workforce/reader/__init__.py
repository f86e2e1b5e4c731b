"""Rosters in English, without a language model."""
