"""The kinds of changes that a traveller speaks of, and what they cost by default: wishes give way before the trip itself does."""

from __future__ import annotations

from domains.ways import ChangeKind

KINDS = (
    ChangeKind("budget", ("budget",), 1, ("money", "price")),
    ChangeKind("room type", ("room type",), 1, ("room", "house type")),
    ChangeKind("house rules", ("house rule",), 1, ("house rule",)),
    ChangeKind("cuisines", ("cuisine",), 1, ("cuisine", "food")),
    ChangeKind("transportation", ("transportation",), 1, ("transport",)),
    ChangeKind("non-stop", ("flight rule",), 1, ("nonstop", "non-stop flights", "flight rule")),
    ChangeKind("airlines", ("airlines",), 1, ("airline",)),
    ChangeKind(
        "attraction category", ("attraction category",), 1, ("attraction", "attractions", "category", "categories")
    ),
    ChangeKind("dates", ("start", "latest start", "days"), 3, ("date",)),
    ChangeKind("destination", ("destination", "cities", "city count"), 4, ("destinations", "cities", "city")),
)
