"""`solve --smtlib`: an answer, and beside it the claims it makes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planner.claims.claimed import claims_of
from planner.claims.folder import prepare, write_claims
from planner.datasets import Datasets
from planner.pipeline import respond
from planner.registry import installed

if TYPE_CHECKING:
    from planner.answer import Answer
    from planner.call import Drawn, Progress
    from planner.options import Options
    from planner.sources import Given


def respond_with_claims(
    folder: str, given: Given, options: Options, *, progress: Progress | None, drawn: Drawn | None, debug: bool
) -> Answer:
    """The Answer as `respond` gives it; what it claims is solved again and written into the folder. Raises InputError."""
    out = Path(folder)
    prepare(out)
    datasets = Datasets()
    answer = respond(
        given, options, datasets=datasets, progress=progress, drawn=drawn, answer_interrupts=True, debug=debug
    )
    if answer.domain is not None and answer.request is not None:
        if progress is not None:
            progress("writing the claims")
        domain = installed().get(answer.domain)
        data = datasets.load(domain, options.data)
        claims = claims_of(answer.to_dict(), domain, data, given=options.data is not None)
        write_claims(out, [(answer.id, claims)])
    return answer
