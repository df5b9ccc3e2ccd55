"""The result: all of the upload, or with ?documento= one of the documents in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request

from diagnostics import Finding
from diagnostics.report import entry_name
from knowledge import load
from knowledge.catalogue import RequestKind
from portal.access import may_open, signed_in
from portal.i18n import language
from portal.models import Diagnosis
from portal.services import corrections, diagnoses
from portal.services.causes import causes_by_severity
from portal.services.levels import Level, levels_of
from portal.services.rejections import ties
from portal.services.sharing import may_share
from portal.web.diagnose import documents, presenter, rejections
from portal.web.diagnose.forms import OtherwiseForm
from portal.web.diagnose.found import blueprint, found, reading
from portal.web.diagnose.groups import grouped
from portal.web.diagnose.summary import tally, worst_rules


@blueprint.get("/<public_id>")
@reading
def result(public_id: str) -> str:
    """The result, or how far it is."""
    diagnosis = found(public_id)
    held = diagnoses.kept(diagnosis)
    if held is None:
        return render_template("web/diagnose/waiting.html", diagnosis=diagnosis)
    levels = levels_of(diagnosis, held)
    chosen = _chosen(levels)
    findings = held.findings(language())
    shown = _one(chosen, held, findings) if chosen else _all(diagnosis, held, findings, levels)
    cards = rejections.named_first(shown["cards"], held.report.findings)
    cards = documents.placed(cards, levels, held.report, public_id, chosen)
    groups = grouped(cards)
    texts = _texts(shown["text"], held.envelope or "", cards)
    previous = diagnosis.previous if diagnosis.previous and diagnoses.kept(diagnosis.previous) else None
    return render_template(
        "web/diagnose/result.html",
        diagnosis=diagnosis,
        report=held.report,
        levels=levels,
        chosen=chosen,
        tabs=documents.tabs(levels, held.report, chosen) if levels else [],
        groups=groups,
        safe=corrections.safe_count(held.report),
        left=corrections.left_by_hand(held.report),
        previous=previous,
        kinds=load().requests,
        to_fix=sum(g.first.finding.severity != "info" for g in groups),
        gated=_gated(cards),
        otherwise=_otherwise(held, chosen),
        share=may_open("diagnose.shares") and (diagnosis.anonymous or may_share(signed_in(), diagnosis)),
        ties=ties(held.report.findings),
        **{**shown, "cards": cards},
        **texts,
    )


def _chosen(levels: Sequence[Level]) -> Level | None:
    """The document that the address names. Aborts with 404 where the upload holds no such one."""
    told = request.args.get("documento")
    if told is None:
        return None
    level = next((level for level in levels if str(level.number) == told), None)
    if level is None:
        abort(404)
    return level


def _all(
    diagnosis: Diagnosis, held: diagnoses.Kept, findings: Sequence[Finding], levels: Sequence[Level]
) -> dict[str, Any]:
    """The upload as a whole; of a ZIP what is wrong with it, and its files."""
    report = held.report
    shown: dict[str, Any] = {
        "verdict": report.verdict,
        "counts": causes_by_severity(report.findings),
        "name": diagnosis.name,
        "scenario": report.file["scenario"],
        "text": diagnoses.text_of(diagnosis),
        "files": [],
    }
    if not report.entries:
        return {**shown, "cards": presenter.causes(findings, wrapped=held.container is not None)}
    names = [entry["name"] for entry in report.entries]
    own = [n for n, f in enumerate(findings) if not entry_name(f.container)]
    files = documents.files(levels, report, findings)
    return {
        **shown,
        "cards": presenter.causes(findings, only=own, key=levels[0].key),
        "files": files,
        "tally": tally(f.verdict for f in files),
        "worst": worst_rules([[f for f in findings if entry_name(f.container) == name] for name in names]),
    }


def _one(level: Level, held: diagnoses.Kept, findings: Sequence[Finding]) -> dict[str, Any]:
    """One document by itself; of a ZIP one file with what is in it."""
    own = documents.within(level, held.report)
    return {
        "verdict": documents.verdict_of(level, held.report),
        "counts": causes_by_severity(documents.alone(own)),
        "name": documents.name_of(level),
        "scenario": level.scenario,
        "text": level.text,
        "cards": presenter.causes(findings, only=own, key=level.key),
        "files": [],
    }


def _texts(text: str, envelope: str, cards: Sequence[presenter.Card]) -> dict[str, Any]:
    """The lines of the document and of the envelope that it came in, and the cards that stand at none."""
    outer = [c for c in cards if c.outer]
    rows = presenter.rows(text, [c for c in cards if not c.outer])
    placed = {c.index for row in rows for c in row.cards}
    return {
        "rows": rows,
        "outer": outer,
        "outer_rows": presenter.rows(envelope, outer),
        "loose": [c for c in cards if not c.outer and c.index not in placed],
        "lines": len(presenter.lines_of(text)),
    }


def _otherwise(held: diagnoses.Kept, chosen: Level | None) -> OtherwiseForm | None:
    """The form to say that the upload is something else; None where it is no one document."""
    if chosen is not None or held.report.entries or not held.report.documents:
        return None
    return OtherwiseForm(formdata=None, data=held.told)


def _gated(cards: Sequence[presenter.Card]) -> list[RequestKind]:
    """The kinds of request about an input: as the causes name them, then those that most rules name."""
    causes = [c.finding.requests for c in cards if c.finding.severity != "info"]
    named = [kind for requests in causes for kind in requests]
    often = Counter(kind for rule in load().rules.values() for kind in rule.related.get("requests", ()))
    kinds = [k for k in load().requests.values() if k.gate == "diagnosis"]
    place = {k.request: named.index(k.request) if k.request in named else len(named) for k in kinds}
    return sorted(kinds, key=lambda k: (place[k.request], -often[k.request]))
