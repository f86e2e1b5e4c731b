"""Ways out of problems that cannot be, in words; what is taken away, and what is not wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domains.base import Change
from domains.open.questions.places import not_used
from domains.open.words import amount, one_of
from domains.replanning import Gone
from encoders.errors import InputError
from encoders.numbers import exact
from encoders.spec.indexed.places import element

if TYPE_CHECKING:
    from domains.open.data import OpenData
    from domains.open.request import OpenPlan, OpenRequest
    from domains.world import World


def says_change(change: Change) -> str:
    """ "Raise capacity of s2 from 50 to 60"; empty where the general words will do."""
    field, _, rest = change.path.partition("/")
    if change.after is None or change.before is None:
        return ""
    try:
        before, after = exact(change.before), exact(change.after)
    except InputError:
        return ""
    verb = "Raise" if after > before else "Lower"
    if field == "parameters":
        name, *members = rest.split("/")
        plain = name.replace("_", " ")
        of = element(name, members) if any([m.isdigit() for m in members]) else f"{plain} of {', '.join(members)}"
        return f"{verb} {of if members else plain} from {amount(before)} to {amount(after)}"
    if field == "constraints" and rest.endswith("/limit"):
        return f"{verb} the number in the rule “{rest.removesuffix('/limit')}” from {amount(before)} to {amount(after)}"
    return ""


def gone(world: World[OpenRequest, OpenPlan, OpenData], name: str, request: OpenRequest, data: OpenData) -> Gone:
    """The problem in which nothing is decided for a member. Raises InputError where no member, or several, are called so."""
    wish = unwanted(name, request, data, where=f"--without {name}")
    changed = world.edit(request, [Change(f"extra/{len(request.extra)}", None, wish)])
    return Gone(changed, data, f"{name} is not there any more.", (name,))


def unwanted(name: str, request: OpenRequest, data: OpenData, *, where: str = "") -> str:
    """The wish that nothing is decided for a member. Raises InputError."""
    from domains.open.known import known

    of, place = known(request, data), where or f"--forbid {name}"
    words = " ".join(name.split()).casefold()
    found = [
        (group.name, member)
        for group in of.data.sets.values()
        for member in group.members
        if str(member).casefold() == words or f"{one_of(group.name)} {member}".casefold() == words
    ]
    if len({member for _, member in found}) != 1:
        raise InputError(f"{'several members are' if found else 'no member of a set is'} called {name!r}", where=place)
    return not_used(of, [(group, member) for group, member in found], place)
