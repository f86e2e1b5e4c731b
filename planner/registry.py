"""The planning worlds that are installed: the built-in ones and plugins under the entry point `planproof.domains`."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from domains.base import Domain
from encoders.errors import InputError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "planproof.domains"
BUILT_IN = {
    "travel": "domains.travel:domain",
    "jobshop": "domains.jobshop:domain",
    "calendar": "domains.calendar:domain",
    "workforce": "domains.workforce:domain",
    "meetings": "domains.meetings:domain",
    "trip": "domains.trip:domain",
    "project": "domains.project:domain",
    "open": "domains.open:domain",
}
"""Known without the distribution's metadata, so that a checkout works and a plugin cannot take their names."""


@dataclass
class Registry:
    """Domains by name, imported when asked for. A plugin that fails is remembered and disturbs nothing."""

    plugins: dict[str, EntryPoint] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    """Plugin name -> why it cannot be used."""
    _loaded: dict[str, Domain] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Every known name, the built-in ones first, whether it can be imported or not."""
        return (*BUILT_IN, *self.plugins)

    def get(self, name: str) -> Domain:
        """The domain with this name. Raises InputError for an unknown one or a broken plugin."""
        if name not in self.names:
            raise InputError(f"no domain is called {name!r}; there are {', '.join(self.names)}", where="--domain")
        found = self._load(name)
        if found is None:
            raise InputError(
                f"the domain {name!r} cannot be used: {self.failures[name]}; see `planproof doctor`", where="--domain"
            )
        return found

    def all(self) -> tuple[Domain, ...]:
        """Every domain that can be used."""
        found = [self._load(name) for name in self.names]
        return tuple([domain for domain in found if domain is not None])

    def blame(self, domain: Domain, error: Exception) -> None:
        """Note that a plugin failed, and go on without it; a failure of a built-in domain is raised: it is our defect."""
        if domain.name not in self.plugins:
            raise error
        self.failures[domain.name] = f"{type(error).__name__}: {error}"
        self._loaded.pop(domain.name, None)

    def _load(self, name: str) -> Domain | None:
        if name in self._loaded:
            return self._loaded[name]
        if name in self.failures:
            return None
        if name in BUILT_IN:
            module, _, attribute = BUILT_IN[name].partition(":")
            self._loaded[name] = getattr(importlib.import_module(module), attribute)
            return self._loaded[name]
        try:
            domain = _checked(name, self.plugins[name].load())
        except (Exception, SystemExit) as error:  # foreign code: whatever it raises must not stop the others
            self.failures[name] = f"{type(error).__name__}: {error}"
            return None
        self._loaded[name] = domain
        return domain


def _checked(name: str, found: Any) -> Domain:
    if not isinstance(found, Domain):
        raise InputError(f"{name} offers a {type(found).__name__}, which is not a Domain (see domains/base.py)")
    if found.name != name:
        raise InputError(f"the entry point {name!r} offers a domain that calls itself {found.name!r}")
    return found


@cache
def installed() -> Registry:
    """The domains of this installation."""
    from importlib.metadata import entry_points

    registry = Registry()
    for point in entry_points(group=GROUP):
        if BUILT_IN.get(point.name) == point.value:
            continue
        if point.name in registry.names:
            registry.failures[f"{point.name} ({point.value})"] = "another domain already has this name"
            continue
        registry.plugins[point.name] = point
    return registry
