"""Which planning world a request belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from encoders.errors import InputError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from domains.base import Domain
    from planner.registry import Registry

CLEAR_LEAD = 0.05
"""By how much the best domain must sound likelier than the next one, on a scale of 0 to 1."""
MOST_NAMES, MOST_NUMBERS, MOST_PARAMETERS = 300_000, 200_000, 1_000_000
"""Names, lists and mappings of a structured request, its numbers, and those of its parameters: an error for each of more would
fill the memory."""


def domain_of_text(text: str, registry: Registry) -> Domain | None:
    """The one domain that the text sounds like, None where no domain stands out."""
    scored = []
    for domain in registry.all():
        try:
            scored.append((domain.recognises(text), domain.name, domain))
        except Exception as error:  # foreign code
            registry.blame(domain, error)
    scored.sort(reverse=True)
    if not scored or scored[0][0] <= 0:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < CLEAR_LEAD:
        return None
    return scored[0][2]


def request_of_content(
    content: Any, layout: str | None, name: str | None, registry: Registry
) -> tuple[Domain, BaseModel]:
    """The domain that can read a structured request, and the request. Raises InputError where none or several can."""
    _require_moderate(content)
    if name is not None:
        domain = registry.get(name)
        return domain, domain.parse_request(content, layout)
    candidates = [d for d in registry.all() if layout is None or layout in d.layouts]
    if not candidates:
        known = sorted({known for d in registry.all() for known in d.layouts})
        raise InputError(f"no domain has a format {layout!r}; there are {', '.join(known) or 'none'}", where="--format")
    read: list[tuple[Domain, BaseModel]] = []
    failures: list[tuple[int, Domain, InputError]] = []
    for domain in candidates:
        try:
            read.append((domain, domain.parse_request(content, layout)))
        except InputError as error:
            failures.append((_shared_fields(content, domain), domain, error))
        except Exception as error:  # foreign code
            registry.blame(domain, error)
    if len(read) == 1:
        return read[0]
    if read:
        names = " and ".join([domain.name for domain, _ in read])
        raise InputError(f"the request fits {names}; say which with --domain", where="--domain")
    if not failures:
        raise InputError("no domain can read the request; see `planproof doctor`", where="--domain")
    raise _best_failure(failures)


def _require_moderate(content: Any) -> None:
    """Raise InputError for a structured request of more parts than any problem has."""
    parameters = content.get("parameters") if isinstance(content, dict) else None
    rest = {name: part for name, part in content.items() if name != "parameters"} if parameters else content
    for part, most in ((rest, MOST_NUMBERS), (parameters, MOST_PARAMETERS)):
        names, numbers, pending = 0, 0, [part]
        while pending:
            found = pending.pop()
            if isinstance(found, (dict, list)):
                names += 1 + isinstance(found, dict) * len(found)
                pending += found.values() if isinstance(found, dict) else found
            elif isinstance(found, str):
                names += 1
            else:
                numbers += 1
            if names > MOST_NAMES or numbers > most:
                raise InputError(
                    f"the request has more than {MOST_NAMES:,} names and parts, or more than {most:,} numbers; put data into "
                    "tables beside it (--data)",
                    where="request",
                )


def _best_failure(failures: list[tuple[int, Domain, InputError]]) -> InputError:
    """The failure of the domain whose fields the content shares most, or all of them where that decides nothing."""
    most = max([shared for shared, _, _ in failures])
    likeliest = [(domain, error) for shared, domain, error in failures if shared == most]
    if len(likeliest) == 1:
        return likeliest[0][1]
    reasons = "; ".join([f"{domain.name}: {error}" for domain, error in likeliest])
    return InputError(f"the request fits no kind of plan ({reasons}); name one with --domain")


def _shared_fields(content: Any, domain: Domain) -> int:
    if not isinstance(content, dict):
        return 0
    known = {name for field, info in domain.Request.model_fields.items() for name in (field, info.alias or field)}
    return len(known & set(content))
