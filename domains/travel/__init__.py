"""Multi-city round trips: legs, hotels, meals and visits under a budget."""

from domains.travel.domain import Travel

domain = Travel()
