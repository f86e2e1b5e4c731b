"""Problems and what was proved of them as SMT-LIB 2.6, for any solver to check; shares nothing with the engines but the tree.

impossible   these groups cannot hold together                                  unsat
possible     these groups can, or an assignment or a plan is allowed by them     sat
no_better    no plan comes before the proved values of the objectives            unsat
"""

from encoders.smtlib.scripts import Script, impossible, no_better, possible
from encoders.smtlib.symbols import Symbols
from encoders.smtlib.terms import Terms

__all__ = ["Script", "Symbols", "Terms", "impossible", "no_better", "possible"]
