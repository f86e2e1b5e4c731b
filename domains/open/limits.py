"""Rules that compare with one number for all members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from encoders.spec.indexed.syntax import Chain, Family, Ref

if TYPE_CHECKING:
    from encoders.spec.indexed.model import ProblemSpec
    from encoders.spec.indexed.syntax import Node


def has_one_limit(rule: Node, spec: ProblemSpec) -> bool:
    """Whether a family of rules compares with one number for all of its members: then it is one wish, which can be moved."""
    body = rule.body if isinstance(rule, Family) else None
    if not isinstance(body, Chain) or len(body.operands) != 2 or body.operators[0] not in ("<=", ">="):
        return False
    single = {entry.name for entry in spec.parameters if not entry.index}
    return any([isinstance(side, Ref) and side.name in single for side in body.operands])
