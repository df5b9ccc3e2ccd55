"""What an answer says of a document, line by line: tied to the place that caused it, or said that it cannot be seen
from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnostics.document import At, Document
from diagnostics.intake import open_input
from diagnostics.issue import Issue
from diagnostics.limits import Limits
from diagnostics.opened import Opened, Trouble
from diagnostics.report import Finding, is_in
from diagnostics.wording import Wording, cut
from knowledge import Knowledge
from knowledge.guide import Rule
from knowledge.web_service_responses import Response, read_response

RULE = "rejection-line"
ANSWER = "service-answer"
NOT_JUDGED = ("container", "event")
"""Kinds of documents that no rejection of an invoice is about."""
MOST = 40
"""Lines that are explained; a rejection has a handful."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an answer says: a rule by its code, or words of the web service with the rules behind them."""

    said: str
    code: str
    severity: str | None
    rules: tuple[Rule, ...]
    response: Response | None = None


def said_in(data: bytes, knowledge: Knowledge, limits: Limits) -> list[str]:
    """The words of every answer in an upload, outside in."""
    return [level.said for level in open_input(data, knowledge, limits).levels() if level.said]


def answer_of(data: bytes, knowledge: Knowledge, limits: Limits) -> str:
    """The words of an upload that is an answer and brings no document of its own to judge; "" for anything else."""
    levels = list(open_input(data, knowledge, limits).levels())
    if any(level.document is not None and level.document.kind not in NOT_JUDGED for level in levels):
        return ""
    return "\n".join(level.said for level in levels if level.said)


def lines_of(texts: Iterable[str], knowledge: Knowledge) -> list[Line]:
    """The lines of these answers, each once."""
    found: dict[str, Line] = {}
    for text in texts:
        reading = read_response(text, knowledge.responses)
        for told in reading.rules:
            line = Line(told.text or told.code, told.code, told.severity, _rules_of(told.code, knowledge))
            found.setdefault(told.code, line)
        for match in reading.matches:
            if match.how != "fuzzy":
                r = match.response
                rules = tuple(knowledge.rules[name] for name in r.rules if name in knowledge.rules)
                found.setdefault(r.id, Line(match.line, ANSWER, None, rules, r))
    return list(found.values())[:MOST]


def _rules_of(code: str, knowledge: Knowledge) -> tuple[Rule, ...]:
    """The rules that bear a code: the layout and UBL may each have their own."""
    first = knowledge.rule_for_code(code)
    same = (r for r in knowledge.rules.values() if r is not first and code in (*r.codes.values(), *r.also))
    return (first, *same) if first is not None else ()


def tied(
    unit: Opened, findings: Sequence[Finding], knowledge: Knowledge, limits: Limits, rejection: str | None
) -> list[Finding]:
    """A finding for each line of the answers in an upload, or pasted with it, to stand behind those made already."""
    texts = [level.said for level in unit.levels() if level.said] + ([rejection] if rejection else [])
    if not texts:
        return []
    read = (level for level in unit.levels() if level.document is not None)
    level = next((d for d in read if d.document and d.document.kind not in NOT_JUDGED), None)
    own = {n: f for n, f in enumerate(findings) if _is_of(f, unit)}
    made: list[Finding] = []
    for line in lines_of(texts, knowledge):
        if line.response is not None:
            made.append(_finding(Wording(unit, knowledge, limits), line, _answer(line)))
        if line.response is None or (level is not None and line.rules):
            made.append(_tie(line, level, own, Wording(level or unit, knowledge, limits), knowledge))
    return made


def _is_of(finding: Finding, unit: Opened) -> bool:
    """Whether a finding is about this upload, and not about another file of the same ZIP."""
    return unit.container is None or is_in(finding.container, unit.container["path"])


def _answer(line: Line) -> Trouble:
    response = line.response
    assert response is not None
    args = {
        "detail": "other",
        "said": cut(line.said) or "",
        "name": response.title["es"],
        "name_en": response.title["en"],
        "meaning": response.meaning,
        "remedy": response.fix,
    }
    return Trouble(ANSWER, args)


def _tie(
    line: Line, level: Opened | None, own: Mapping[int, Finding], wording: Wording, knowledge: Knowledge
) -> Finding:
    """The line at its place: where our own finding says the same, where its rule's field stands, or nowhere."""
    if level is None or level.document is None:
        return _finding(wording, line, _trouble(line, "alone" if line.rules else "unknown"))
    names = {r.rule for r in line.rules}
    seen = next((n for n, f in own.items() if f.code == line.code or f.rule in names), None)
    if seen is not None:
        return _at(own[seen], seen, _finding(wording, line, _trouble(line, "seen")))
    world = "ubl" if level.document.is_ubl else "layout"
    for rule in (r for r in line.rules if world in r.worlds):
        place = _place(level.document, rule, line.code, knowledge)
        if place is not None:
            return wording.of_issues([_issue(line, rule, level.document, *place)])[0]
    return _finding(wording, line, _trouble(line, _unseen(line)))


def _at(own: Finding, seen: int, made: Finding) -> Finding:
    """A line where a finding of ours stands, which it follows from."""
    cause = own.consequence_of if own.consequence_of is not None else seen
    return replace(
        made, path=own.path, line=own.line, column=own.column, end_line=own.end_line, end_column=own.end_column,
        container=own.container, upload=own.upload, consequence_of=cause, severity="info",
    )  # fmt: skip


def _unseen(line: Line) -> str:
    if not line.rules:
        return "unknown"
    return "decided" if any(r.needs for r in line.rules) else "placeless"


def _finding(wording: Wording, line: Line, trouble: Trouble) -> Finding:
    return wording.of_troubles([trouble])[0]


def _trouble(line: Line, detail: str) -> Trouble:
    args = {**_args(line), "detail": detail}
    severity = "warning" if line.severity != "warning" and detail != "alone" else "info"
    return Trouble(RULE, args, code=line.code if line.response is None else None, severity=severity)


def _args(line: Line) -> dict[str, str]:
    title = line.rules[0].title if line.rules else {"es": line.code, "en": line.code}
    needs = next((r.needs for r in line.rules if r.needs), {"es": "la DIAN", "en": "DIAN"})
    return {
        "said": cut(line.said) or "",
        "name": title["es"],
        "name_en": title["en"],
        "needs": needs["es"],
        "needs_en": needs["en"],
    }


def _issue(
    line: Line, rule: Rule, doc: Document, at: At, value: str | None, missing: bool, many: bool
) -> Issue:
    detail = "absent" if missing else "registry" if not rule.offline else "each" if many else "place"
    args = {**_args(line), "detail": detail, "place": doc.source.path(at) if not missing else at.label}
    severity = "warning" if line.severity != "warning" else "info"
    code = line.code if line.response is None else None
    return Issue(at, value, None, args, missing, rule=RULE, code=code or RULE, severity=severity)


def _place(
    doc: Document, rule: Rule, code: str, knowledge: Knowledge
) -> tuple[At, str | None, bool, bool] | None:
    """(place, value, whether it is missing, whether there are several) of the field that a rule is about."""
    for id_ in _fields(rule, code, knowledge):
        group = doc.group(id_)
        if group is None:
            continue
        if not len(group):
            above = group.parent if group.parent is not None and len(group.parent) else None
            return At(above, 0, group.segment.node if doc.is_ubl else group.segment.name), None, True, False
        column = doc.column(id_)
        row = next((n for n, value in enumerate(column) if not (value or "").strip()), 0)
        value = column[row] if row < len(column) else None
        return doc.at(id_, row), value, value is None, len(group) > 1
    return None


def _fields(rule: Rule, code: str, knowledge: Knowledge) -> Iterator[str]:
    field = knowledge.field_for_code(code)
    if field is not None:
        yield field.id
    yield from rule.fields
