"""Schedules without a solver: what of a problem is a disjunctive graph, bounds and windows in it, dispatch, left shift."""
