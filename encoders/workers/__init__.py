"""Solvers in processes of their own: limits that hold, searches that survive being killed, and races between engines."""
