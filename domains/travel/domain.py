"""The travel world as a Domain."""

from __future__ import annotations
