"""`domains` and `doctor`: what is installed, and whether it works."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from planner.commands import arguments as given_as
from planner.commands.output import write_line


def domains(
    name: Annotated[
        str | None, typer.Argument(metavar="[DOMAIN]", help="Only this one; all without it.", show_default=False)
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schemas of requests and plans.")] = False,
    debug: given_as.Debug = False,
) -> int:
    """List the kinds of plans, their request formats and their export formats."""
    from domains.ways import kinds_of
    from encoders.numbers import show
    from planner.registry import installed

    registry = installed()
    known = registry.all() if name is None else (registry.get(name),)
    if schema:
        schemas = {
            domain.name: {
                "request": domain.Request.model_json_schema(by_alias=True),
                "plan": domain.Plan.model_json_schema(by_alias=True),
            }
            for domain in known
        }
        write_line(json.dumps(schemas, indent=2))
        return 0
    for domain in known:
        write_line(f"{domain.name}: {domain.summary}")
        write_line(f"  requests (--format): {', '.join(['its own', *domain.layouts])}")
        write_line(f"  plans (export --as): {', '.join(domain.exports)}; of any answer: html, svg, smtlib")
        if kinds := kinds_of(domain):
            write_line(f"  prices of changes (--price): {', '.join([f'{k.name} {show(k.price)}' for k in kinds])}")
    for failed, reason in registry.failures.items():
        write_line(f"{failed}: cannot be used ({reason}); see `planproof doctor`")
    return 0


def new_domain(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lower-case letters, digits and _.", show_default=False)],
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Where the folder planproof-NAME is made.")
    ] = Path(),
    debug: given_as.Debug = False,
) -> int:
    """Write a small package with a planning world of your own: it works as it is, and its README says what to change."""
    from planner.scaffold.writing import write_domain

    folder = write_domain(name, into)
    write_line(f"{folder} is there: a planning world that works. Next:")
    write_line(f"  pip install -e '{folder}[test]'")
    write_line(f"  pytest {folder}")
    write_line(f"Then change it as {folder / 'README.md'} says.")
    return 0


def doctor(debug: given_as.Debug = False) -> int:
    """Look whether everything that is needed is there and works. Exit: 0 all is well, 1 something is wrong."""
    from planner.doctor import examine

    findings = examine()
    for finding in findings:
        write_line(f"{'BAD' if not finding.well else '?  ' if finding.doubtful else 'ok '}  {finding.says}")
    return 0 if all([finding.well for finding in findings]) else 1
