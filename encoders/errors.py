"""Every error Planproof raises on purpose; each also inherits the builtin a caller would expect to catch."""


class PlanproofError(Exception):
    """Base of all. The message names the object and says what to do; `where` is the place (file, row, field, span)."""

    def __init__(self, message: str, *, where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.message} ({self.where})" if self.where else self.message


class ModelError(PlanproofError, ValueError):
    """An expression or a problem is not well formed."""


class UnknownNameError(ModelError, KeyError):
    """A name that nothing declares: a variable, a group, a parameter, an option."""


class InputError(PlanproofError, ValueError):
    """A file, a row or an option from outside cannot be used."""


class UnsupportedError(PlanproofError, NotImplementedError):
    """Understood, but not expressible: a nonlinear term, a node an engine does not lower."""


class EngineError(PlanproofError, RuntimeError):
    """A solver raised, or answered something that its own protocol forbids."""


class VerificationError(PlanproofError, RuntimeError):
    """A solver's answer failed an independent check: always a defect of ours, never hidden."""
