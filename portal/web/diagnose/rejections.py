"""A rejection explained: alone, or beside the document that it is about, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from diagnostics import Finding
from diagnostics.rejection import RULE
from knowledge import load
from knowledge.web_service_responses import Reading, read_response
from portal import access
from portal.extensions import db
from portal.i18n import language
from portal.models import Diagnosis
from portal.services import diagnoses
from portal.services import rejections as service
from portal.web.diagnose import presenter
from portal.web.diagnose.forms import RejectionForm
from portal.web.diagnose.found import blueprint, diagnosing, finished, found, guests, owner, reading, remember
from portal.web.diagnose.receiving import Received, megabytes, take

CHOSEN = "diagnostico"


@blueprint.get("/rechazo")
@reading
def rejection() -> str:
    """The form; with a diagnosis chosen, for the rejection of its document."""
    chosen = _chosen()
    held = diagnoses.kept(chosen) if chosen is not None else None
    return _form(RejectionForm(text=held.rejection if held else ""), chosen)


@blueprint.post("/rechazo")
@diagnosing
def tie() -> Response | str | tuple[str, int]:
    """Explain what was pasted; with a document, diagnose that too and tie each line to its place."""
    form, chosen = RejectionForm(), _chosen()
    received = take(form, "document", both=True)
    documents, others = service.answered(received.uploads)
    text = "\n".join(filter(str.strip, [form.text.data or "", *(one.words for one in (*documents, *others))]))
    _judge(received, len(documents), chosen)
    if received.errors:
        return _form(form, chosen, received.errors), 422
    made = _diagnose(documents, chosen, text, received)
    if made is not None and text.strip():
        masked = read_response(text, load().responses).masked
        if masked:
            flash(
                ngettext(
                    "Tapamos %(num)s clave antes de leer.", "Tapamos %(num)s claves antes de leer.", masked
                )
            )
        return redirect(url_for("diagnose.ties", public_id=made.public_id))
    if not received.errors and text.strip():
        return _form(form, chosen, answer=read_response(text, load().responses))
    if not received.errors:
        # What came without its rejection is kept, so that only the rejection is asked for.
        received.refuse("text", _("Pegue la respuesta que recibió: sin ella no hay qué explicar."))
    return _form(form, made or chosen, received.errors), 422


@blueprint.get("/<public_id>/rechazo")
@reading
def ties(public_id: str) -> str:
    """Each line of the rejection beside the place in the document that it is about."""
    diagnosis = found(public_id)
    held = finished(diagnosis)
    findings = held.findings(language())
    return render_template(
        "web/diagnose/ties.html",
        diagnosis=diagnosis,
        report=held.report,
        ties=service.ties(findings, service.told(diagnosis, held)),
        findings=[presenter.in_text(f) for f in findings],
        wrapped=held.container is not None,
        text=held.rejection,
        knowledge=load(),
    )


def named_first(cards: Sequence[presenter.Card], findings: Sequence[Finding]) -> list[presenter.Card]:
    """What a rejection names stands first; its lines, told on a page of their own, are no consequences."""
    names = service.named(findings)
    marked = [
        replace(c, named=c.index in names, followers=tuple(f for f in c.followers if f.rule != RULE))
        for c in cards
    ]
    return sorted(marked, key=lambda c: not c.named)


def say_which(one: service.Answered) -> None:
    """Tell that a file was taken as the answer to another one."""
    for name in one.names:
        flash(
            _("Tomamos «%(answer)s» como la respuesta a «%(name)s».", answer=name, name=one.upload[0]), "info"
        )


def _chosen() -> Diagnosis | None:
    """The diagnosis whose rejection this is, if this person may see it."""
    address = request.values.get(CHOSEN, "")
    return db.session.scalar(access.diagnosis_by_address(access.signed_in(), address)) if address else None


def _judge(received: Received, documents: int, chosen: Diagnosis | None) -> None:
    """Refuse what no rejection can be tied to."""
    if documents > 1:
        received.refuse(
            "files",
            _("Son %(n)s documentos y un rechazo es de uno. Suba solo el que le rechazaron.", n=documents),
        )
    elif request.values.get(CHOSEN) and chosen is None and not documents:
        received.refuse("files", _("Ese diagnóstico ya no está. Suba otra vez el documento."))


def _diagnose(
    documents: Sequence[service.Answered], chosen: Diagnosis | None, text: str, received: Received
) -> Diagnosis | None:
    """The diagnosis of the uploaded document, else of the chosen one's; None where there is neither, or no room."""
    user, organisation = owner() if documents else owner(chosen)
    told: dict[str, str] = {}
    if documents:
        name, data, pasted = documents[0].upload
        previous = None if pasted else diagnoses.last(name, user, guests())
    elif chosen is not None and text.strip():
        name, data, previous = chosen.name, diagnoses.content_of(chosen), chosen.previous
        held = diagnoses.kept(chosen)
        told = held.told if held is not None else {}
    else:
        return None
    try:
        made = diagnoses.start(
            data, name, user=user, organisation=organisation, context=told, previous=previous, rejection=text
        )
    except diagnoses.Busy as busy:
        received.refuse("files", str(busy.message))
        return None
    remember(made)
    for one in documents:
        say_which(one)
    return made


def _form(
    form: RejectionForm,
    chosen: Diagnosis | None,
    errors: Sequence[tuple[str, str]] = (),
    answer: Reading | None = None,
) -> str:
    if answer is not None:
        form.text.data = answer.text  # with its secrets masked, and what was read of a file
    return render_template(
        "web/diagnose/rejection.html",
        form=form,
        chosen=chosen,
        errors=errors,
        reading=answer,
        knowledge=load(),
        limit=megabytes(diagnoses.LIMITS.size),
    )
