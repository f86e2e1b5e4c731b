"""Random planning problems of twelve families, each as a problem and as a story in plain English that tells all of it.

They test the way from English and back: what is read from a story must have the same optimum as the problem it was told from.
"""

from domains.open.families.catalogue import FAMILIES, sample
from domains.open.families.story import Sample

__all__ = ["FAMILIES", "Sample", "sample"]
