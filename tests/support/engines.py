"""The engines that the tests of encoders run over: all that are installed."""

from importlib.util import find_spec

ENGINES = ("z3", "cpsat") + (("sat",) if find_spec("pysat") else ())
