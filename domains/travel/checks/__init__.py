"""The second checker: what the rules of travel say of a plan, and what it costs, without any part of the problem."""
