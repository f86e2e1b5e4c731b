"""Worlds whose check lacks one of its rules: what a contract of worlds has to notice."""

from __future__ import annotations

import ast
import inspect
import sys
from contextlib import contextmanager

from domains.base import Violation


def places(*modules):
    """Where each module makes violations: (module, first line, last line) of each call of `Violation`, and of further wishes."""
    found = []
    for module in modules:
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Violation", "extra_violations"):
                found.append((module, node.func.id, node.lineno, node.end_lineno))
    return found


class Weakened:
    """A domain that forgets the violations made at one place."""

    def __init__(self, domain, forgotten):
        self._domain, self._forgotten = domain, forgotten

    def __getattr__(self, name):
        return getattr(self._domain, name)

    def check(self, plan, request, data):
        return [v for v in self._domain.check(plan, request, data) if v not in self._forgotten]


@contextmanager
def without_rule(domain, place):
    """The domain without the rule of one place of its check, as long as the context lasts."""
    module, made_by, first, last = place
    forgotten = _Forgotten()
    if made_by == "extra_violations":
        real = module.extra_violations
        module.extra_violations = lambda *given: ()
        try:
            yield Weakened(domain, forgotten)
        finally:
            module.extra_violations = real
        return

    def violation(*given):
        made = Violation(*given)
        if first <= sys._getframe(1).f_lineno <= last:
            forgotten.append(made)
        return made

    module.Violation = violation
    try:
        yield Weakened(domain, forgotten)
    finally:
        module.Violation = Violation


class _Forgotten(list):
    """Found by identity: another place may say the same."""

    def __contains__(self, violation):
        return any([violation is other for other in self])
