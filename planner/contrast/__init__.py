"""Contrastive answers: why this, why not that, what if: two proved plans, their exact difference in price, and what binds.

from planner.contrast import why_not
answer = why_not("Plan a 3-day trip ...", "fly", data="offers/")
print(answer.contrast.says, answer.contrast.price)
"""

from planner.contrast.answering import respond_contrast, what_if, why, why_not

__all__ = ["respond_contrast", "what_if", "why", "why_not"]
