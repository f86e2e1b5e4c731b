"""Language models behind one small interface: any OpenAI-compatible endpoint, a folder as a mailbox, or a recording.

A model is asked for data of a given type and nothing it writes is carried out. The reply is always validated here, whatever the
endpoint promises; what every attempt took is counted; no key stands in any message, error, trace or recording.
"""

from __future__ import annotations

from planner.llm.errors import LlmError, Rejected
from planner.llm.messages import LanguageModel, Message
from planner.llm.opening import open_model
from planner.llm.settings import LlmSettings
from planner.llm.usage import Usage

__all__ = ["LanguageModel", "LlmError", "LlmSettings", "Message", "Rejected", "Usage", "open_model"]
