"""Requests read with a language model: it proposes, evidence and known rows decide, the domain's own reader has the last word."""

from planner.interpret.llm.changes import changed
from planner.interpret.llm.reader import Opened, completed, read_with_model

__all__ = ["Opened", "changed", "completed", "read_with_model"]
