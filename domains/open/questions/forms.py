"""Forms of sentences about an open problem: what stands around the names and numbers that were found in them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from domains.open.questions.linking import Linked, linked
from domains.open.questions.meant import Meant, Step, compared, decided, numbers, used, without_rule
from encoders.numbers import Number, exact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domains.open.known import Known

_M = r"(?:<mem> )*"
_UP = r"(?:increases|rises|grows|goes up|climbs|is (?:increased|raised|up))"
_DOWN = r"(?:decreases|falls|drops|shrinks|goes down|sinks|is (?:decreased|reduced|lowered|cut|down))"
_RAISE, _LOWER = r"(?:raise|increase|lift|extend|expand|grow)", r"(?:reduce|lower|cut|decrease|shrink)"
_RISE, _FALL = r"(?:increase|rise|growth|boost|surge)", r"(?:decrease|fall|drop|reduction|decline|cut)"
_MORE = r"(?:more|higher|greater|larger|bigger|extra)"
_LESS = r"(?:less|lower|smaller|fewer)"
_TO = rf"(?:is|to|at|goes to|only|is only|is at|(?:{_UP}|{_DOWN}|changes|is set|is changed) to)"
_QUANTITY = rf"{_M}<par> {_M}"
_FACTORS = {
    r"(?:is |is (?:twice|two times) as (?:high|large|much|big) )?(?:doubled|doubles|twice as (?:high|large|much|big|many))": 2,
    r"(?:is )?(?:tripled|triples|three times as (?:high|large|much|big))": 3,
    r"(?:is )?(?:halved|halves|half as (?:high|large|much|big))": Fraction(1, 2),
}
_VERBS = (
    r"(?:use|open|choose|pick|take|run|include|build|select|employ|buy|make|produce|send|supply|serve|hire|keep|operate|buying|"
    r"opening|choosing|taking|running|building)"
)
_DONE = (
    r"(?:used|open|opened|chosen|picked|taken|running|included|built|selected|employed|bought|made|produced|served|hired|"
    r"kept)"
)
_OPERATORS = {
    r"(?:is )?(?:at most|no more than|not more than|up to|limited to|capped at)": "<=",
    r"(?:is )?(?:at least|no less than|not less than|no fewer than)": ">=",
    r"(?:is )?more than": ">", r"(?:is )?(?:less|fewer) than": "<",
    r"(?:is |is exactly |exactly |is only |only )": "==",
}  # fmt: skip


def meanings(text: str, known: Known) -> list[Meant]:
    """Every different meaning of a sentence; none where it is not understood. Parts joined by "and" may each be one."""
    found = _whole(text, known)
    if found:
        return found
    for match in re.finditer(r"(?:,\s*|\s)and\s", text):
        first, second = _whole(text[: match.start()], known), meanings(text[match.end() :], known)
        if len(first) == 1 and len(second) == 1 and first[0].changes and second[0].changes:
            one, other = first[0], second[0]
            says = f"{one.says} and {other.says.removeprefix('where ')}"
            return [Meant(says, changes=(*one.changes, *other.changes))]
    return []


def _whole(text: str, known: Known) -> list[Meant]:
    found: dict[tuple[object, ...], Meant] = {}
    for way in linked(text, known):
        for meant in _of(way, known):
            found.setdefault((meant.wish, meant.changes, meant.question), meant)
    clear = [meant for meant in found.values() if not meant.question]
    return clear or list(found.values())


def _of(way: Linked, known: Known) -> Iterator[Meant]:
    text = f"{way.text} "
    for form in (_parameter,) if way.each else (_parameter, _rule, _usage, _decision):
        meant = form(text, way, known)
        if meant is not None:
            yield meant
            return


def _matches(pattern: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(rf"(?:{pattern})\s*", text)


# ---------------------------------------------------------------- numbers of parameters


def _parameter(text: str, way: Linked, known: Known) -> Meant | None:
    if text.count("<par>") != 1:
        return None
    step = _step(text, way)
    return None if step is None else numbers(known, str(way.all("par")[0]), way.members(), step, each=way.each)


def _step(text: str, way: Linked) -> Step | None:
    """What happens to the number."""
    number = way.all("num") or way.all("pct")
    last: Number = number[-1] if number else 0  # type: ignore[assignment]
    hundredth = Fraction(last) / 100
    forms: list[tuple[str, Callable[[], Step]]] = [
        (rf"{_QUANTITY}(?:{_TO} )?<num>", lambda: Step("to", last)),
        (rf"{_M}has <par> <num>|{_M}has <par> of <num>|with {_QUANTITY}(?:of )?<num>", lambda: Step("to", last)),
        (rf"{_QUANTITY}{_UP} (?:by )?<num>(?: {_MORE})?|{_QUANTITY}is <num> {_MORE}", lambda: Step("by", last)),
        (rf"{_QUANTITY}{_DOWN} (?:by )?<num>(?: {_LESS})?|{_QUANTITY}is <num> {_LESS}", lambda: Step("by", -last)),
        (rf"{_QUANTITY}{_UP} (?:by )?<pct>|{_QUANTITY}is <pct> {_MORE}", lambda: Step("times", exact(1 + hundredth))),
        (rf"{_QUANTITY}{_DOWN} (?:by )?<pct>|{_QUANTITY}is <pct> {_LESS}", lambda: Step("times", exact(1 - hundredth))),
        (rf"{_M}has <num> {_MORE} <par>|<num> {_MORE} <par> {_M}", lambda: Step("by", last)),
        (rf"{_M}has <num> {_LESS} <par>|<num> {_LESS} <par> {_M}", lambda: Step("by", -last)),
        (rf"{_M}has <pct> {_MORE} <par>|<pct> {_MORE} <par> {_M}", lambda: Step("times", exact(1 + hundredth))),
        (rf"{_M}has <pct> {_LESS} <par>|<pct> {_LESS} <par> {_M}", lambda: Step("times", exact(1 - hundredth))),
        (
            rf"(?:{_RAISE}|{_LOWER}|set|change|make|put|move) {_QUANTITY}(?:from <num> )?to <num>",
            lambda: Step("to", last),
        ),
        (rf"{_RAISE} {_QUANTITY}by <num>", lambda: Step("by", last)),
        (rf"{_LOWER} {_QUANTITY}by <num>", lambda: Step("by", -last)),
        (rf"{_RAISE} {_QUANTITY}by <pct>", lambda: Step("times", exact(1 + hundredth))),
        (rf"{_LOWER} {_QUANTITY}by <pct>", lambda: Step("times", exact(1 - hundredth))),
        (rf"<pct> {_RISE} in {_QUANTITY}|{_RISE} of <pct> in {_QUANTITY}", lambda: Step("times", exact(1 + hundredth))),
        (rf"<pct> {_FALL} in {_QUANTITY}|{_FALL} of <pct> in {_QUANTITY}", lambda: Step("times", exact(1 - hundredth))),
        (rf"{_RISE} of <num> in {_QUANTITY}", lambda: Step("by", last)),
        (rf"{_FALL} of <num> in {_QUANTITY}", lambda: Step("by", -last)),
        (rf"double {_QUANTITY}", lambda: Step("times", 2)),
        (rf"triple {_QUANTITY}", lambda: Step("times", 3)),
        (rf"halve {_QUANTITY}", lambda: Step("times", Fraction(1, 2))),
    ]
    forms += [(f"{_QUANTITY}{words}", lambda by=factor: Step("times", by)) for words, factor in _FACTORS.items()]  # type: ignore[misc]
    for pattern, step in forms:
        if _matches(pattern, text):
            return step()
    return None


# ---------------------------------------------------------------- rules


def _rule(text: str, way: Linked, known: Known) -> Meant | None:
    called = r"(?:(?:rule|constraint|limit|requirement|wish) )?"
    out = r"(?:dropped|removed|ignored|gone|lifted|left out|given up|relaxed|off)"
    forms = (
        rf"(?:without|drop|ignore|remove|forget|leave out|no|give up|lift) {called}<rule> (?:(?:rule|constraint|limit) )?{_M}",
        rf"{called}<rule> (?:(?:rule|constraint|limit) )?{_M}(?:is )?(?:{out}|not holds?|not apply|not needed)",
        rf"(?:there )?(?:is )?no {called}<rule> {_M}",
    )
    if text.count("<rule>") == 1 and any([_matches(form, text) for form in forms]):
        return without_rule(known, str(way.all("rule")[0]), way.members())
    return None


# ---------------------------------------------------------------- using things


def _usage(text: str, way: Linked, known: Known) -> Meant | None:
    if "<mem>" not in text or "<num>" in text or "<par>" in text:
        return None
    family = str(way.all("var")[0]) if text.count("<var>") == 1 else None
    verb = rf"(?:{_VERBS}|<var>)(?: (?:anything|something))?"
    negative = "|".join(
        [
            rf"{_M}not {verb} {_M}",
            rf"{_M}(?:is )?not (?:{_DONE}|{_VERBS}|<var>) {_M}",
            rf"{_M}(?:is )?(?:closed|unavailable|gone|out|cancelled) ",
            rf"(?:without|avoid|close|exclude|leave out|skip|drop|no)(?: use)? {_M}",
            rf"{_M}<var> nothing {_M}",
            rf"nothing (?:is )?<var> {_M}",
            rf"stop {verb} {_M}",
            rf"no <var> {_M}",
        ]
    )
    positive = rf"(?:{_M}){verb} {_M}|{_M}is (?:{_DONE}|<var>) {_M}"
    for pattern, is_used in ((negative, False), (positive, True)):
        if _matches(f"(?:{pattern})", text):
            return used(known, way.members(), family, is_used=is_used)
    return None


# ---------------------------------------------------------------- decisions and objectives as numbers


def _decision(text: str, way: Linked, known: Known) -> Meant | None:
    if "<par>" in text or text.count("<num>") != 1:
        return None
    number: Number = way.all("num")[0]  # type: ignore[assignment]
    for words, operator in _OPERATORS.items():
        says = rf"(?:{words})?" if operator == "==" else rf"{words} "
        if text.count("<elem>") == 1 and _matches(rf"<elem> {says}<num>", text):
            return _element(str(way.all("elem")[0]), operator, number, known)
        if text.count("<goal>") == 1 and operator != "==" and _matches(rf"<goal> {says}<num>", text):
            return compared(known, [str(way.all("goal")[0])], operator, number, real=True)
        if text.count("<var>") == 1 and _matches(rf"{_M}<var> {_M}{says}<num> {_M}", text):
            return decided(known, str(way.all("var")[0]), way.members(), operator, number)
    return None


def _element(name: str, operator: str, number: Number, known: Known) -> Meant | None:
    if name in known.elements:
        entry = next(entry for entry in known.spec.variables if entry.name == name.partition("[")[0])
        return compared(known, [name], operator, number, real=entry.kind == "real")
    family, _, inside = name.partition("[")
    if operator == "==" and family in known.data.parameters:
        places = [([index], member) for index, member in _members(family, inside.removesuffix("]"), known)]
        return numbers(known, family, places, Step("to", number), each=False) if places else None
    return None


def _members(parameter: str, inside: str, known: Known) -> list[tuple[str, str | int]]:
    from domains.open.keys import key_in

    index = next(entry.index for entry in known.spec.parameters if entry.name == parameter)
    key = key_in(inside, [known.data.sets[name] for name in index], ", ")
    return [] if key is None else list(zip(index, key, strict=True))
