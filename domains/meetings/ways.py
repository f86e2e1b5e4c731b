"""Ways out that move told facts (windows, the time of arrival), and what in them leaves no room."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from domains.meetings.check import way_minutes
from domains.meetings.request import spoken
from domains.meetings.times import DAY, clock, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domains.meetings.request import Friend, MeetingsRequest

_STEPS = (15, 30, 60, 90, 120)


def alternatives(request: MeetingsRequest, path: str) -> Iterator[Any]:
    """Later ends and earlier beginnings, the nearest first."""
    parts = path.split("/")
    if path == "arrive":
        yield from [show(clock(request.arrive) - step) for step in _STEPS if clock(request.arrive) >= step]
    friend = request.friend("/".join(parts[1:-1])) if parts[0] == "friends" and len(parts) > 2 else None
    if friend is None or not _wanted(request, friend):
        return
    if parts[-1] == "until":
        yield from [show(clock(friend.until) + step) for step in _STEPS if clock(friend.until) + step <= DAY]
    elif parts[-1] == "since":
        yield from [show(clock(friend.since) - step) for step in _STEPS if clock(friend.since) >= step]


def _wanted(request: MeetingsRequest, friend: Friend) -> bool:
    """Whether other times of this friend could make anything possible."""
    ordered = any([friend.name in text for text in request.order])
    return friend.name in request.must or request.number_met is not None or ordered


def reasons(request: MeetingsRequest, groups: Iterable[str]) -> Sequence[str]:
    """Where the friends of a conflict are and when, whom one cannot reach in time, and who cannot be met after one another."""
    told = {group.partition("/")[2] for group in groups if group.startswith("must/")}
    told |= {name for group in groups if group.startswith("friends/") for name in [group.split("/")[1]]}
    friends = [friend for friend in request.friends if friend.name in told]
    found: list[str] = []
    for friend in friends:
        since, until = _reachable(request, friend), clock(friend.until)
        says = f"{friend.name} is at {spoken(friend.place)} from {friend.since} to {friend.until}"
        if since is None:
            found.append(
                f"No way from {spoken(request.place)} to {spoken(friend.place)} is told, where {friend.name} is."
            )
        elif since > clock(friend.since) and until - since < friend.minutes:
            way = way_minutes(request, request.place, friend.place) or 0
            left = f"which leaves {until - since} minutes" if until > since else "which is too late"
            found.append(
                f"{says}; from {spoken(request.place)} it takes {way} minutes, so you are there at "
                f"{show(min(since, DAY))}, {left}."
            )
        elif until - clock(friend.since) < friend.minutes:
            found.append(f"{says}: that is {until - clock(friend.since)} minutes.")
        elif len(friends) > 1:
            found.append(f"{says}.")
    for first, then in permutations(friends, 2):
        start, between = _reachable(request, first), way_minutes(request, first.place, then.place)
        if start is None or between is None or then.name < first.name:
            continue
        both = [_together(request, first, then), _together(request, then, first)]
        if all([end is None or end > clock(last.until) for end, last in zip(both, (then, first), strict=True)]):
            found.append(
                f"{first.name} and {then.name} cannot both be met: their times and the way between them leave too little."
            )
    return found


def _reachable(request: MeetingsRequest, friend: Friend) -> int | None:
    way = way_minutes(request, request.place, friend.place)
    return None if way is None else max(clock(friend.since), clock(request.arrive) + way)


def _together(request: MeetingsRequest, first: Friend, then: Friend) -> int | None:
    """When the second of two meetings is over at the earliest; None where there is no way."""
    start, way = _reachable(request, first), way_minutes(request, first.place, then.place)
    if start is None or way is None or start + first.minutes > clock(first.until):
        return None
    return max(start + first.minutes + way, clock(then.since)) + then.minutes
