"""A request as its requester follows it: where it stands, what is needed, what was said."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, cast

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from knowledge import load
from knowledge.completeness import INPUT
from knowledge.questions import Question
from portal.access import may_open, signed_in
from portal.errors import Refused
from portal.extensions import db
from portal.i18n import language, text
from portal.models import StoredFile, Ticket, User
from portal.services import clocks, files, gate, messages, missing_items, moves, requests, tickets
from portal.services.file_types import check_attachment
from portal.web.requests import forms as answer_forms
from portal.web.requests import upload
from portal.web.story import first_name, story
from portal.web.tickets import completing, pages

blueprint = Blueprint("tickets", __name__)
SENT_BACK = 422
Page = Response | str | tuple[str, int]


def person() -> User:
    """Who reads; the access table has seen to it that somebody is signed in."""
    return cast(User, signed_in())


@blueprint.get("/solicitudes/enviadas")
def index() -> str:
    """Everything that was sent, the latest change first."""
    only_open = request.args.get("ver") != "todas"
    return render_template(
        "web/tickets/index.html",
        tickets=requests.of_person(person(), only_open=only_open),
        only_open=only_open,
        clock=pages.clock,
        state_name=pages.state_name,
        kinds=load().requests,
    )


@blueprint.get("/solicitud/<reference>")
def show(reference: str) -> Page:
    """One request."""
    found = _found(reference)
    if not may_open("tickets.reply"):
        return redirect(url_for("desk.ticket", reference=found.reference))
    return _page(found)


def _page(found: Ticket, errors: list[tuple[str, str]] | None = None) -> str:
    explanation = clocks.explanation(found)
    left = pages.left_when_answered(found, explanation)
    return render_template(
        "web/tickets/show.html",
        ticket=found,
        kind=load().requests[found.kind],
        state=pages.state_name(found),
        sentence=pages.sentence(found),
        clock=pages.deadline_clock(found),
        explanation=explanation,
        still=pages.still_clock(found, left),
        question=pages.question(found),
        policy=clocks.terms(found).policy,
        needs=pages.needs(found),
        story=story(found, person()),
        answers=pages.answers(found),
        attached=tickets.opening_files(found),
        allowed=moves.allowed(found),
        addressee=first_name(found.assignee) if found.assignee is not None else "",
        errors=errors or [],
        typed=request.form,
    )


@blueprint.post("/solicitud/<reference>/responder")
def reply(reference: str) -> Page:
    """Write to whoever has it, with files."""
    found = _found(reference)
    body = answer_forms.hide_secrets(request.form.get("body", ""))
    sent = [f for f in request.files.getlist("files") if f.filename]
    if not body.strip() and not sent:
        return _page(found, [("body", _("Escriba el mensaje o adjunte un archivo."))]), SENT_BACK
    try:
        messages.answer(found, person(), body, [_kept(f) for f in sent])
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _page(found, [("body", str(refused))]), SENT_BACK
    flash(_("Su mensaje quedó en la solicitud."), "success")
    return _back(found)


@blueprint.route("/solicitud/<reference>/datos", methods=("GET", "POST"))
def complete(reference: str) -> Page:
    """Hand in all that is missing at once."""
    return completing.complete(_found(reference), person())


@blueprint.route("/solicitud/<reference>/datos/<item>", methods=("GET", "POST"))
def item(reference: str, item: str) -> Page:
    """Hand in one thing that is missing."""
    found = _found(reference)
    if item == INPUT:
        return redirect(url_for("tickets.input", reference=found.reference))
    asked = missing_items.item_of(found, item)
    if asked is None:
        flash(_("Ese dato ya está completo."), "info")
        return _back(found)
    what, part = asked
    errors: list[tuple[str, str]] = []
    value = None
    if request.method == "POST":
        if isinstance(part, Question):
            value = answer_forms.read([part], request.form)[part.field]
            errors = [(p.field, text(p.message)) for p in missing_items.answer(found, person(), part, value)]
        else:
            errors = _hand_in(found, item, part)
        if not errors:
            db.session.commit()
            flash(_("Llegó «%(label)s».", label=text(what.label)), "success")
            return _back(found)
        db.session.rollback()
    body = render_template(
        "web/tickets/item.html",
        ticket=found,
        item=what,
        part=part,
        is_question=isinstance(part, Question),
        value=value,
        errors=errors,
        typed=request.form,
    )
    return (body, SENT_BACK) if errors else body


def _hand_in(found: Ticket, item: str, part: Any) -> list[tuple[str, str]]:
    """Keep what was sent for an item that is a file, or that only a person can judge."""
    sent = request.files.get("file")
    words = answer_forms.hide_secrets(request.form.get("text", "")).strip()
    try:
        stored = _kept(sent, part) if sent is not None and sent.filename else None
        if stored is None and (part is not None or not words):
            wanted = (
                _("Adjunte el archivo.")
                if part is not None
                else _("Escriba la respuesta o adjunte un archivo.")
            )
            return [("file" if part is not None else "text", wanted)]
        missing_items.file(found, person(), item, stored, words)
    except Refused as refused:
        return [("file", str(refused))]
    return []


@blueprint.route("/solicitud/<reference>/insumo", methods=("GET", "POST"))
def input(reference: str) -> Page:
    """Hand in the input again, corrected, or say why an error that was found is none."""
    found = _found(reference)
    if not any(entry["item"] == INPUT for entry in found.missing):
        flash(_("Ese dato ya está completo."), "info")
        return _back(found)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        outcome = upload.receive(person(), found.organisation, found.diagnosis, request)
        errors, met = outcome.errors, False
        if outcome.diagnosis is not None:
            met = missing_items.offer_input(found, person(), outcome.diagnosis)
        elif outcome.disputes is not None:
            met = missing_items.contest(found, person(), outcome.disputes)
        elif not errors:
            errors = [("file", _("Suba el insumo para diagnosticarlo."))]
        db.session.commit()
        if met:
            came = (
                _("Llegó el insumo con su prediagnóstico.")
                if outcome.diagnosis
                else _("Llegaron sus razones.")
            )
            flash(came, "success")
            return _back(found)
    kind = load().requests[found.kind]
    body = render_template(
        "web/tickets/input.html",
        ticket=found,
        kind=kind,
        diagnosis=found.diagnosis,
        contested=gate.contested(found.diagnosis, found.disputes, language()),
        typed=request.form,
        errors=errors,
    )
    return (body, SENT_BACK) if errors else body


@blueprint.post("/solicitud/<reference>/retirar")
def withdraw(reference: str) -> Response:
    """Take it back."""
    return _move(
        reference, lambda t: moves.withdraw(t, person(), _reason()), _("La solicitud quedó retirada.")
    )


@blueprint.post("/solicitud/<reference>/confirmar")
def confirm(reference: str) -> Response:
    """Agree that it is solved."""
    return _move(reference, lambda t: moves.confirm(t, person()), _("Gracias. Quedó cerrada."))


@blueprint.post("/solicitud/<reference>/reabrir")
def reopen(reference: str) -> Page:
    """Say that it is not solved, and why."""
    if not _reason():
        return _page(_found(reference), [("reason", _("Escriba qué sigue pasando."))]), SENT_BACK
    return _move(
        reference, lambda t: moves.reopen(t, person(), _reason()), _("La solicitud quedó reabierta.")
    )


@blueprint.get("/archivos/<public_id>")
def attachment(public_id: str) -> Response:
    """A file of a request, as a download, for whoever may see the request."""
    found = tickets.attachment_by_address(person(), public_id)
    if found is None:
        abort(404)
    response = send_file(
        BytesIO(files.read(found.file)),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=found.name,
        max_age=0,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _found(reference: str) -> Ticket:
    found = tickets.by_reference(person(), reference)
    if found is None:
        abort(404)
    return found


def _reason() -> str:
    return answer_forms.hide_secrets(request.form.get("reason", "")).strip()


def _kept(sent: FileStorage, part: Any = None) -> StoredFile:
    """Store an upload that may be attached. Raises Refused with what to attach instead."""
    data, name = sent.read(), sent.filename or ""
    if part is not None:
        upload.check(data, name, part)
    else:
        check_attachment(data, name)
    return files.store(data, name)


def _move(reference: str, move: Callable[[Ticket], None], done: str) -> Response:
    found = _found(reference)
    try:
        move(found)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused), "error")
    else:
        flash(done, "success")
    return _back(found)


def _back(found: Ticket) -> Response:
    return redirect(url_for("tickets.show", reference=found.reference))
