"""Sentences that change an open problem: other numbers, rules left out, further wishes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from domains.base import Change
from domains.changes import ChangeReading, made, too_long
from domains.open.known import known
from domains.open.questions.forms import meanings
from domains.open.words import amount, one_of, sentence
from encoders.errors import InputError

if TYPE_CHECKING:
    from domains.open.data import OpenData
    from domains.open.request import OpenPlan, OpenRequest

_LEAD = re.compile(r"(?i)^\s*(?:please|let us|let's|ok|okay|and|also|then|now|but|instead|rather)\b[\s,]*")


def read_change(world: Any, text: str, request: OpenRequest, plan: OpenPlan | None, data: OpenData) -> ChangeReading:
    """What a sentence changes of a problem; see `domains.changes.ReadsChanges`."""
    if (refused := too_long(text)) is not None:
        return refused
    said = text.strip().rstrip(".! ")
    while (shorter := _LEAD.sub("", said)) != said:
        said = shorter
    try:
        found = meanings(said, known(request, data))
    except InputError as error:
        return ChangeReading(questions=(f"{error.message}: what is meant?",))
    if len(found) != 1:
        ways = " or ".join([f"“{meant.says.removeprefix('where ')}”" for meant in found[:4]])
        which = f": {ways}?" if found else "?"
        return ChangeReading(questions=(f"What is meant by “{' '.join(text.split())}”{which}",))
    meant = found[0]
    if meant.question:
        return ChangeReading(questions=(meant.question,))
    changes = meant.changes
    if meant.wish:
        changes = (Change(f"extra/{len(request.extra)}", None, meant.wish),)
    says = (sentence(meant.says.removeprefix("where ")),)
    return made(changes, says, lambda wanted: world.edit(request, wanted), meant.assumptions)


def examples(request: OpenRequest) -> tuple[str, ...]:
    """Sentences about this problem's own numbers, without looking into tables."""
    found = []
    members = {entry.name: entry.members for entry in request.sets if entry.members}
    for parameter in request.parameters:
        if all([name in members for name in parameter.index]):
            of = " for ".join([_called(name, members[name][0]) for name in parameter.index])
            name = parameter.name.replace("_", " ")
            found.append(f"the {name}{f' of {of}' if of else ''} is {amount(10, '')}")
    return tuple(found[:3])


def _called(name: str, member: str | int) -> str:
    """A member; a number with what it is one of, as in "month 3"."""
    return f"{one_of(name)} {member}" if str(member).isdigit() else str(member)
