"""Solvers that read SMT-LIB text by themselves: cvc5, which planproof does not use, and z3's own reader."""

from __future__ import annotations

import cvc5
import z3


def by_cvc5(text, *, strict=True):
    """What cvc5's parser and solver answer to a script's one `check-sat`."""
    terms = cvc5.TermManager()
    solver = cvc5.Solver(terms)
    if strict:
        solver.setOption("strict-parsing", "true")
    names = cvc5.SymbolManager(terms)
    parser = cvc5.InputParser(solver, names)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "claim")
    said = []
    while not (command := parser.nextCommand()).isNull():
        said.append(command.invoke(solver, names).strip())
    (answer,) = [words for words in said if words]
    return answer


def by_z3(text):
    """What z3 makes of the same text."""
    solver = z3.Solver(ctx=z3.Context())
    solver.from_string(text)
    return str(solver.check())
