"""Looks whether everything that Planproof needs is there and works, and says in a sentence what does not."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution, requires
from typing import TYPE_CHECKING, Any

from planner import installation
from planner.versions import DISTRIBUTIONS, version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[[^\]]*\])?\s*([^;]*)")
_LIMIT = re.compile(r"(>=|<=|==|<|>)\s*([0-9]+(?:\.[0-9]+)*)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `doubtful` where nothing is wrong, but somebody may have meant it otherwise."""

    well: bool
    says: str
    doubtful: bool = False


def examine() -> list[Finding]:
    """Every finding, in order; a check that fails itself is a finding too."""
    found: list[Finding] = []
    needed = (_python, _dependencies, _solver_name, _engines, _plugins, _domains, _installed, _examples)
    for check in (*needed, _language_model, _terminal):
        found += _guarded(check)
    return found


def _guarded(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    found: list[Finding] = []
    try:
        found += check()
    except Exception as error:  # the doctor goes on whatever is broken
        about = check.__name__.strip("_").replace("_", " ")
        found.append(Finding(False, f"{about}: {type(error).__name__}: {error}"))
    return found


def _python() -> Iterator[Finding]:
    shown = ".".join(map(str, sys.version_info[:3]))
    wanted = _required_python()
    yield Finding(_within(shown, wanted), f"Python {shown} (needs {wanted})")


def _required_python() -> str:
    try:
        return distribution(installation.NAME).metadata["Requires-Python"] or ">=3.11"
    except PackageNotFoundError:
        return ">=3.11"


def _dependencies() -> Iterator[Finding]:
    for requirement in requires(installation.NAME) or ():
        match = _REQUIREMENT.match(requirement)
        if match is None or "extra ==" in requirement:
            continue
        name, wanted = match[1], match[2].strip()
        found = version(name)
        if found == "not installed":
            yield Finding(False, f"{name} is not installed; run `pip install '{name}{wanted}'`")
        else:
            well = _within(found, wanted)
            fix = "" if well else f"; run `pip install '{name}{wanted}'`"
            yield Finding(well, f"{name} {found} (needs {wanted}){fix}")


def _within(found: str, wanted: str) -> bool:
    """Whether a version lies in a range such as ">=5.4,<6"; only the numbers of the release count."""
    have = _release(found)
    for sign, limit in _LIMIT.findall(wanted):
        want = _release(limit)
        width = max(len(have), len(want))
        a, b = (numbers + (0,) * (width - len(numbers)) for numbers in (have, want))
        if not {">=": a >= b, "<=": a <= b, "==": a == b, "<": a < b, ">": a > b}[sign]:
            return False
    return True


def _release(text: str) -> tuple[int, ...]:
    match = re.match(r"[0-9]+(?:\.[0-9]+)*", text)
    return tuple([int(part) for part in match[0].split(".")]) if match else ()


def _solver_name() -> Iterator[Finding]:
    """The distribution called `z3` on PyPI is another program; the solver comes in z3-solver."""
    if version("z3") != "not installed":
        yield Finding(
            False, "the distribution `z3` is another program and may hide the solver; run `pip uninstall z3`, "
            "then `pip install --force-reinstall z3-solver`",
        )  # fmt: skip
    elif importlib.util.find_spec("z3") is None:
        yield Finding(False, "the module z3 is not there; run `pip install z3-solver`")
    else:
        module = importlib.import_module("z3")
        known = hasattr(module, "get_version_string") and hasattr(module, "Z3_mk_context")
        yield Finding(known, f"the module z3 is {'the solver' if known else f'not the solver but {module.__file__}'}")


def _engines() -> Iterator[Finding]:
    for engine in DISTRIBUTIONS:
        yield from _guarded(lambda engine=engine: _engine(engine))  # type: ignore[misc]
    yield from _guarded(lambda: _engine("race"))  # in processes of their own


def _plugins() -> Iterator[Finding]:
    """Engines of other distributions."""
    from encoders.engines.plugins import installed

    known = installed()
    for name in known.names:
        if known.get(name) is None:
            yield Finding(False, f"the engine {name} cannot be used: {known.failures[name]}")
        else:
            yield from _guarded(lambda name=name: _engine(name))  # type: ignore[misc]


def _engine(engine: str) -> Iterator[Finding]:
    """Seven of ten by the rule, ten without it."""
    from encoders.expressions import Compare, Const, IntVar
    from encoders.problem import Constraint, Objective, Problem
    from encoders.session import open_session

    x = IntVar("x", 0, 10)
    rule = Constraint("limit", Compare(x, "<=", Const(7)), group="limit")
    problem = Problem("tiny", (rule,), (Objective("x", "maximise", x),))
    with open_session(problem, engine) as session:
        values = [session.optimise(on).objectives[0].value for on in (None, ())]
    yield Finding(
        values == [7, 10], f"{engine} solves a tiny problem" if values == [7, 10] else f"{engine} answers {values}"
    )


def _domains() -> Iterator[Finding]:
    from planner.registry import installed

    registry = installed()
    for domain in registry.all():
        yield from _guarded(lambda domain=domain: _domain(domain))  # type: ignore[misc]
    for name, reason in registry.failures.items():
        yield Finding(False, f"the domain {name} cannot be used: {reason}")


def _domain(domain: Any) -> Iterator[Finding]:
    """It loads; and the example requests that it names (`examples`, English) are read, with amounts that repairs can move."""
    from domains.base import Domain
    from encoders.amounts import immovable

    if not isinstance(domain, Domain):
        yield Finding(False, f"{domain!r} is no Domain")
        return
    data = domain.load(None)
    yield Finding(True, f"the domain {domain.name} loads, with its example data")
    stiff: dict[str, str] = {}
    for text in getattr(domain, "examples", ()):
        reading = domain.read(text, data, domain.default_today(data) or date.today())
        strange = [*reading.questions, *[f"“{span.quote}” is not read" for span in reading.unread]]
        if reading.request is None or strange:
            yield Finding(
                False, f"the domain {domain.name}: its example “{text}” is not understood: {'; '.join(strange)}"
            )
        else:
            stiff |= immovable(domain.problem(reading.request, data).problem)
    for group, reason in stiff.items():
        yield Finding(True, f"the domain {domain.name}: no repair can move the amount of {group!r}: {reason}", True)


def _installed() -> Iterator[Finding]:
    wrong = list(installation.problems())
    yield from [Finding(False, sentence) for sentence in wrong]
    if not wrong:
        root = installation.editable_root()
        yield Finding(True, f"the code is the installed one{f', editable from {root}' if root else ''}")


def _examples() -> Iterator[Finding]:
    """The requests beside the code, where there are any (an installed package has none); with their recorded exchanges."""
    from planner.options import Options
    from planner.pipeline import respond
    from planner.sources import request_argument

    root = installation.editable_root()
    for path in sorted((root / "examples").glob("*")) if root else ():
        if path.suffix in (".txt", ".yaml", ".json"):
            recorded = path.with_suffix(".jsonl")
            options = Options(llm=f"replay:{recorded}") if recorded.exists() else Options(reader="rules")
            answer = respond(request_argument(str(path)), options)
            well = answer.status in ("optimal", "feasible", "infeasible")
            yield Finding(well, f"examples/{path.name}: {answer.status}")


def _language_model() -> Iterator[Finding]:
    from planner.llm.examining import examined

    found = examined()
    yield Finding(found.well, found.says, found.doubtful)


def _terminal() -> Iterator[Finding]:
    encoding = sys.stdout.encoding or "ascii"
    if encoding.lower().replace("-", "").startswith("utf"):
        yield Finding(True, f"the terminal shows {encoding}")
    else:
        yield Finding(
            True,
            f"the terminal shows {encoding} only, so plain characters are used; PYTHONIOENCODING=utf-8 changes that",
        )
