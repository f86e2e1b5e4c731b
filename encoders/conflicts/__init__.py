"""Why there is no plan, and what would have to go: conflicts and corrections over groups, on top of any session.

Everything is anytime and three-valued: what is said was proved, and a budget that runs out is told, never read as an answer.

    conflict            one minimal conflict (MUS); by preference (QuickXplain) where one is given
    raw_core            the first proved conflict, nothing taken away
    smallest_conflict   a conflict with the fewest members
    explore             all conflicts and all corrections (MUSes and MCSes), as one stream
    cheapest_correction the groups of least total weight whose removal makes a plan possible
    maximal_subset      the groups that can hold together, in order of preference; the rest is a correction
"""

from encoders.conflicts.answers import Conflict, Correction, Diagnosis, Over, Relief
from encoders.conflicts.cheapest import cheapest_correction
from encoders.conflicts.deletion import minimal_core
from encoders.conflicts.enumeration import Exploration, explore
from encoders.conflicts.single import conflict, raw_core
from encoders.conflicts.smallest import smallest_conflict
from encoders.conflicts.subsets import maximal_subset

__all__ = [
    "Conflict", "Correction", "Diagnosis", "Exploration", "Over", "Relief", "cheapest_correction", "conflict", "explore",
    "maximal_subset", "minimal_core", "raw_core", "smallest_conflict",
]  # fmt: skip
