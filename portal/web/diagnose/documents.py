"""The documents of an upload as its page shows them: a bar, of a ZIP a table worst first, each at its address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from diagnostics import Finding, Report
from diagnostics.report import is_in
from portal.services.causes import causes_by_severity
from portal.services.levels import Level
from portal.web.diagnose.presenter import NOTHING, Card, anchor
from portal.web.diagnose.summary import RANK, Worst, worst_rules
from portal.web.guide.words import DOCUMENTS

BY_FORMAT = {"soap": _l("mensaje SOAP"), "base64": "base64", "zip": "ZIP"}


@dataclass(frozen=True, slots=True)
class Tab:
    """A document of the bar: `number` is None for the upload as a whole; `said`: it is an answer."""

    number: int | None
    name: str
    verdict: str
    counts: Mapping[str, int]
    current: bool
    said: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A file of a ZIP in the table."""

    number: int
    name: str
    scenario: str
    verdict: str
    counts: Mapping[str, int]
    worst: Worst | None


def name_of(level: Level) -> str:
    """`Factura SETP990000001`, `Respuesta de la DIAN`; a file of a ZIP by its name."""
    if level.in_itself:
        return level.entry
    document = level.document
    if level.said and level.format == "ubl":
        return _("Respuesta de la DIAN")
    if document is None:
        name = str(BY_FORMAT.get(level.format, _("lo que no se reconoce")))
    elif document["kind"] == "container":
        name = _("contenedor")
    else:
        name = f"{DOCUMENTS[document['kind']]} {document['number'] or ''}".strip()
    return name[:1].upper() + name[1:]


def tabs(levels: Sequence[Level], report: Report, chosen: Level | None) -> list[Tab]:
    """The whole upload and its documents, outside in; of a ZIP those of the chosen file, where it holds several."""
    entry = chosen.entry if chosen is not None else ""
    shown = [level for level in levels if level.entry == entry]
    if entry:
        return [_tab(level, report, level is chosen) for level in shown] if len(shown) > 1 else []
    counts = causes_by_severity(report.findings)
    whole = Tab(None, _("Todo el archivo"), report.verdict, counts, chosen is None)
    return [whole, *(_tab(level, report, level is chosen) for level in shown)]


def _tab(level: Level, report: Report, current: bool) -> Tab:
    counts = causes_by_severity(alone(within(level, report)))
    return Tab(level.number, name_of(level), verdict_of(level, report), counts, current, level.said)


def within(level: Level, report: Report) -> dict[int, Finding]:
    """The findings of a document by their index; of a file of a ZIP those of all that it holds."""
    if not level.in_itself:
        return level.own(report)
    return {n: f for n, f in enumerate(report.findings) if is_in(f.container, level.entry)}


def verdict_of(level: Level, report: Report) -> str:
    """What `within` says of a document."""
    if not level.in_itself:
        return level.verdict(report)
    entry = next(entry for entry in report.entries if entry["name"] == level.entry)
    return str(report.of_entry(entry)["verdict"])


def alone(own: Mapping[int, Finding]) -> list[Finding]:
    """The findings of one text by themselves: what follows from one elsewhere follows from none here."""
    return [f if f.consequence_of in own else replace(f, consequence_of=None) for f in own.values()]


def files(levels: Sequence[Level], report: Report, findings: Sequence[Finding]) -> list[File]:
    """The files of a ZIP, worst first."""
    told = {entry["name"]: entry for entry in report.entries}
    made = []
    for level in levels:
        if level.in_itself and level.entry in told:
            own = [f for f in findings if is_in(f.container, level.entry)]
            entry = told[level.entry]
            worst = next(iter(worst_rules([own])), None)
            counts = causes_by_severity(own)
            made.append(
                File(level.number, level.entry, entry["scenario"], verdict_of(level, report), counts, worst)
            )
    return sorted(made, key=lambda f: (RANK.index(f.verdict), -f.counts["error"], -f.counts["warning"]))


def placed(
    cards: Sequence[Card], levels: Sequence[Level], report: Report, public_id: str, chosen: Level | None
) -> list[Card]:
    """The cards with where else they stand: in which document, or (on the page of one) where in the upload."""
    home = {n: level for level in levels for n in level.own(report)}
    made = []
    for card in cards:
        level, finding = home.get(card.index), report.findings[card.index]
        if level is chosen:
            note = _in_upload(finding)
        elif level is not None and level.number > 1:
            note = _in_document(finding, card, level, public_id)
        else:
            note = NOTHING
        made.append(replace(card, note=note))
    return made


def _in_upload(finding: Finding) -> Markup:
    if not finding.upload:
        return NOTHING
    line, column = finding.upload["line"], finding.upload["column"]
    if column is None:
        return escape(_("En el archivo que subió: línea %(line)s.", line=line))
    return escape(_("En el archivo que subió: línea %(line)s, columna %(column)s.", line=line, column=column))


def _in_document(finding: Finding, card: Card, level: Level, public_id: str) -> Markup:
    mark = anchor(card.index, replace(finding, container=None), wrapped=False)
    address = url_for("diagnose.result", public_id=public_id, documento=level.number, _anchor=mark)
    link = Markup('<a href="{}">{}</a>').format(address, name_of(level))
    if finding.line is None:
        return escape(_("En %(document)s.")) % {"document": link}
    return escape(_("En %(document)s, línea %(line)s.")) % {"document": link, "line": finding.line}
