"""A plan kept as far as possible after the request or the data have changed; the change is proved to be the smallest.

from planner.replan import replan
answer = replan(old_plan, "Plan a 3-day trip ...", data="offers/", without=["F123"], pin=["day 2, dinner"])
print(answer.replanned.changed)
"""

from planner.replan.answering import Orders, replan, respond_replan

__all__ = ["Orders", "replan", "respond_replan"]
