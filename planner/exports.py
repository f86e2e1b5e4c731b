"""Plans and requests of Answers in another form, one row for each Answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from encoders.errors import InputError
from encoders.structured import parse_json
from planner.datasets import Datasets
from planner.registry import installed
from planner.sources import data_argument, decoded, numbered_lines, read_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domains.base import Domain
    from planner.answer import Answer
    from planner.drawing import Drawing
    from planner.registry import Registry

_REQUEST_FORM = "-request"
"""Forms of requests end so; all others are forms of plans."""
CLAIMS = "smtlib"
"""What an Answer claims, as a folder of scripts for any solver; see `planner.claims`."""
PAGE = "html"
"""Answers as one page with everything that a terminal shows; see `planner.report.html`."""
CHART = "svg"
"""The timeline of one Answer as a picture."""
_TEXT_FILES = (".md", ".markdown", ".txt", ".ics")


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were written, and what a person should know about them."""

    count: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """An Answer as it stands in its file."""

    place: str
    content: Mapping[str, Any]

    @property
    def id(self) -> str | int | None:
        found = self.content.get("id")
        return found if isinstance(found, (str, int)) else None


def run(answers: Path, out: Path, layout: str, data: str | None = None) -> Written:
    """Write the plans of an Answer (.json) or of many (.jsonl) in a named form.

    A row is {"id", "plan"}, null where there is no plan, or {"id", "request"} for forms of requests. A form that is text goes
    into a .md file as it is. `data` is what the plans were made from: a folder, a file, or the batch's requests (.jsonl), whose
    rows hold their data. Without it a plan that does not fit its domain's example is written without any data: `export_plan` is
    given None. Raises InputError; nothing is written then.
    """
    registry = installed()
    entries = _entries(answers)
    _must_exist(layout, registry)
    offers = _Offers(data)
    if layout == CLAIMS:
        return _claims(entries, out, registry, offers)
    if layout == PAGE:
        return _page(entries, out, registry, offers, data)
    if layout == CHART:
        return _chart(entries, out, registry, offers)
    is_request = layout.endswith(_REQUEST_FORM)
    key, rows, strangers = "request" if is_request else "plan", [], 0
    for entry in entries:
        content, fits = _exported(entry, layout, registry, offers, is_request=is_request)
        strangers += not fits
        rows.append({"id": entry.id, key: content})
    text = any([isinstance(row[key], str) for row in rows]) and out.suffix.lower() in _TEXT_FILES
    _write(
        out, _pages(rows, entries) if text else "".join([f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows])
    )
    return Written(len(rows), _notes(strangers, data))


def _notes(strangers: int, data: str | None) -> tuple[str, ...]:
    if not strangers:
        return ()
    if data is None:
        several = "1 plan was" if strangers == 1 else f"{strangers:,} plans were"
        return (
            f"{several} made from other offers than the example data, so only what stands in the plans themselves is written; "
            "give the offers with --data to have everything (such as the length of a drive)",
        )
    several = "1 plan does" if strangers == 1 else f"{strangers:,} plans do"
    return (f"{several} not fit the offers of --data {data}; check that they are the ones the plans were made from",)


# ---------------------------------------------------------------- reading


def _entries(answers: Path) -> list[_Entry]:
    if answers.suffix.lower() == ".json":
        places = [(str(answers), read_text(answers))]
    else:
        named = [(f"{answers}, line {number}", row) for number, row in numbered_lines(answers)]
        places = [(place, decoded(row, place)) for place, row in named]
    entries = [_Entry(place, _answer(parse_json(row, place), place)) for place, row in places]
    if not entries:
        raise InputError("the file holds no answers", where=str(answers))
    return entries


def _answer(content: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(content, dict) or content.get("schema") != 1 or "status" not in content:
        raise InputError("this is no Answer; export takes what `solve --json` and `batch` write", where=place)
    return content


def _must_exist(layout: str, registry: Registry) -> None:
    known = sorted({CLAIMS, PAGE, CHART, *[name for domain in registry.all() for name in domain.exports]})
    if layout not in known:
        raise InputError(f"there is no form {layout!r}; there are {', '.join(known)}", where="--as")


class _Offers:
    """The data that each Answer's plan was made from, or the domains' examples where none are given."""

    def __init__(self, argument: str | None) -> None:
        self.given = argument is not None
        self._datasets = Datasets()
        self._rows: dict[str | int, Any] | None = None
        self._source: Path | None = None
        if argument is not None and argument.lower().endswith(".jsonl"):
            self._rows = _data_of_rows(Path(argument))
        else:
            self._source = data_argument(argument)

    def of(self, entry: _Entry, domain: Domain) -> Any:
        """The domain's data. Raises InputError where the batch's requests lack this Answer's id."""
        if self._rows is None:
            return self._datasets.load(domain, self._source)
        if entry.id is None or entry.id not in self._rows:
            raise InputError(f"the requests of --data have no row with the id {entry.id!r}", where=entry.place)
        source = self._rows[entry.id]
        return self._datasets.load(domain, data_argument(source) if isinstance(source, str) else source)


def _data_of_rows(requests: Path) -> dict[str | int, Any]:
    """The data of each row of a batch by the row's id. Raises InputError."""
    found: dict[str | int, Any] = {}
    for number, line in numbered_lines(requests):
        place = f"{requests}, line {number}"
        row = parse_json(decoded(line, place), place)
        if isinstance(row, dict) and isinstance(row.get("id"), (str, int)):
            found[row["id"]] = row.get("data", (row.get("options") or {}).get("data"))
    return found


# ---------------------------------------------------------------- writing


def _exported(entry: _Entry, layout: str, registry: Registry, offers: _Offers, *, is_request: bool) -> tuple[Any, bool]:
    """The content in its form (None where there is none), and whether the plan fits the data at hand."""
    name, plan_content, request_content = (entry.content.get(key) for key in ("domain", "plan", "request"))
    if not isinstance(name, str) or request_content is None or (plan_content is None and not is_request):
        return None, True
    domain = registry.get(name)
    if layout not in domain.exports:
        known = ", ".join(domain.exports)
        raise InputError(f"{domain.name} has no form {layout!r}; there are {known}", where=entry.place)
    try:
        request = domain.parse_request(request_content)
        if is_request:
            return domain.export_plan(None, request, None, layout), True
        data = offers.of(entry, domain)
        plan = domain.parse_plan(plan_content, request, data)
        fits = entry.content["status"] == "invalid" or not domain.check(plan, request, data)
        if not fits and not offers.given:
            data = None
        return domain.export_plan(plan, request, data, layout), fits
    except InputError as error:
        place = f"{entry.place}, {error.where}" if error.where and error.where != entry.place else entry.place
        raise InputError(error.message, where=place) from error


def _claims(entries: Sequence[_Entry], out: Path, registry: Registry, offers: _Offers) -> Written:
    """A folder of claims; answers without any (nothing solved, bad input) are counted in a note."""
    from planner.claims import claims_of, prepare, write_claims

    prepare(out)
    found = []
    for entry in entries:
        name, request = entry.content.get("domain"), entry.content.get("request")
        if not isinstance(name, str) or request is None:
            continue
        domain = registry.get(name)
        try:
            claims = list(claims_of(entry.content, domain, offers.of(entry, domain), given=offers.given))
        except InputError as error:
            raise InputError(error.message, where=", ".join(filter(None, (entry.place, error.where)))) from error
        if claims:
            found.append((entry.id, claims))
    without = len(entries) - len(found)
    note = f"{without} {'answer claims' if without == 1 else 'answers claim'} nothing that could be proved"
    return Written(write_claims(out, found), (note,) if without else ())


def _page(entries: Sequence[_Entry], out: Path, registry: Registry, offers: _Offers, data: str | None) -> Written:
    """One page with every Answer, drawn again from its request and plan; a plan that does not fit the data stands as it is."""
    from planner.report.html import Entry, write_page

    found = [_redrawn(entry, registry, offers) for entry in entries]
    write_page(out, [Entry(answer, None, drawing) for answer, drawing, _ in found])
    return Written(len(found), _notes(sum([not fits for _, _, fits in found]), data))


def _chart(entries: Sequence[_Entry], out: Path, registry: Registry, offers: _Offers) -> Written:
    """The timeline of the one Answer's plan, or of its conflict. Raises InputError where there is not exactly one."""
    from domains.documents import Timeline
    from planner.report.timelines.svg import svg

    if len(entries) != 1:
        raise InputError(f"a picture shows one Answer, here are {len(entries)}; html shows all of them", where="--as")
    _, drawing, _ = _redrawn(entries[0], registry, offers)
    blocks = [block for document in (drawing.document, drawing.conflict) if document for block in document.blocks]
    charts = [block for block in blocks if isinstance(block, Timeline)]
    if not charts:
        raise InputError("there is no timeline of this Answer", where=entries[0].place)
    _write(out, svg(charts[0]) + "\n")
    return Written(1)


def _redrawn(entry: _Entry, registry: Registry, offers: _Offers) -> tuple[Answer, Drawing, bool]:
    """An Answer, what was shown beside it, and whether its plan fits the data. Raises InputError."""
    from planner.answer import read_answer
    from planner.drawing import Drawing, redrawn

    try:
        answer = read_answer(entry.content)
        if answer.domain is None or answer.request is None:
            return answer, Drawing(), True
        domain = registry.get(answer.domain)
        return answer, *redrawn(answer, domain, offers.of(entry, domain), trusted=offers.given)
    except InputError as error:
        place = ", ".join(dict.fromkeys([entry.place, *filter(None, [error.where])]))
        raise InputError(error.message, where=place) from error


def _pages(rows: Sequence[Mapping[str, Any]], entries: Sequence[_Entry]) -> str:
    """Texts one after the other; an Answer without a plan is told in a line."""
    pages = []
    for row, entry in zip(rows, entries, strict=True):
        named = f" for {row['id']}" if row["id"] is not None else ""
        missing = f"No plan{named}: {entry.content['status']}.\n"
        pages.append(row["plan"] if isinstance(row.get("plan"), str) else missing)
    if any([page.startswith("BEGIN:VCALENDAR") for page in pages]):  # invitations follow one another as they are
        return "".join([page for page in pages if page.startswith("BEGIN:VCALENDAR")])
    return "\n---\n\n".join([f"{page.rstrip()}\n" for page in pages])


def _write(out: Path, text: str) -> None:
    try:
        out.write_bytes(text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"the file cannot be written: {getattr(error, 'strerror', None) or error}", where=str(out)
        ) from error
