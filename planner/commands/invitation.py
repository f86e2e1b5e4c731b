"""`--ics`: the invitation to a meeting as a file, beside the answer."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.answer import Answer

FORM = "ics"


def write_invitation(file: str, answer: Answer | None, code: int) -> int:
    """Write the plan of a shown answer for calendars; gives the exit code, that of bad input where it cannot be written.

    An answer without a plan writes nothing.
    """
    from encoders.errors import InputError, UnsupportedError
    from planner.answer import BAD_INPUT
    from planner.commands.output import print_to
    from planner.registry import installed

    if answer is None or answer.plan is None or answer.domain is None:
        print_to(sys.stderr, "There is no plan, so no invitation was written.\n")
        return code
    try:
        domain = installed().get(answer.domain)
        if FORM not in domain.exports:
            raise InputError(f"{domain.name} writes no invitations; leave --ics out", where="--ics")
        request = domain.parse_request(answer.request)
        plan = domain.parse_plan(answer.plan, request, domain.load(None))
        text: str = domain.export_plan(plan, request, None, FORM)
        Path(file).write_bytes(text.encode("utf-8"))
    except (InputError, UnsupportedError) as error:
        print_to(sys.stderr, f"Error: {error}\n")
        return BAD_INPUT
    except OSError as error:
        print_to(sys.stderr, f"Error: the invitation cannot be written: {error.strerror or error} ({file})\n")
        return BAD_INPUT
    return code
