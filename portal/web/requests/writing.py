"""Writing a request: its questions, its input and its files, a page each."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from knowledge.answer_check import check_answers
from knowledge.catalogue import RequestKind, visible_answers
from knowledge.questions import Page, Question
from portal.clock import BOGOTA, now
from portal.errors import Refused
from portal.extensions import db
from portal.i18n import language
from portal.models import Attachment, RequestDraft
from portal.services import drafts, files, gate
from portal.web.requests import forms, pages, sheet, upload
from portal.web.requests.found import SENT_BACK, blueprint, kind_named, next_step, own_draft, person


@blueprint.route("/borrador/<public_id>/pagina/<page>", methods=("GET", "POST"))
def page(public_id: str, page: str) -> Response | str | tuple[str, int]:
    """One question, or a short group of them."""
    draft = own_draft(public_id)
    kind = kind_named(draft.kind)
    found = pages.page_named(kind, page)
    if found is None or found.place != "flow":
        abort(404)
    if request.method == "GET":
        return _page(draft, kind, found, draft.answers, [])
    shown = found.visible(visible_answers(kind, draft.answers))
    typed = forms.read(found.questions, request.form)
    answers = {**draft.answers, **typed}
    later = request.form.get("do") in ("later", "leave")
    problems = check_answers(
        kind, answers, page=found, today=now().astimezone(BOGOTA).date(), complete=not later
    )
    wrong = {p.field for p in problems}
    drafts.save_answers(draft, {f: v for f, v in typed.items() if f not in wrong})
    if problems and {p.field for p in problems}.isdisjoint(q.field for q in shown):
        # Only what an answer has just brought up is open: show it, it is no error yet.
        return redirect(pages.address(draft, page, back_to=request.args.get("volver")))
    if problems:
        return _page(draft, kind, found, answers, pages.problems_of(problems)), SENT_BACK
    if request.form.get("do") == "leave":
        flash(_("Quedó guardada. La encuentra en el inicio durante 30 días."), "success")
        return redirect(url_for("home.index"))
    return redirect(next_step(draft, kind, page))


def _page(
    draft: RequestDraft,
    kind: RequestKind,
    found: Page,
    answers: dict[str, object],
    errors: list[tuple[str, str]],
) -> str:
    visible: tuple[Question, ...] = found.visible(visible_answers(kind, answers))
    return render_template(
        "web/requests/page.html",
        draft=draft,
        kind=kind,
        page=found,
        questions=visible,
        answers=answers,
        errors=errors,
        previous=pages.before(draft, kind, found.page),
        place=pages.place(draft, kind, found.page),
        origins=pages.origins(draft, kind, answers),
        at_once=len(sheet.of_draft(draft, kind).names),
    )


@blueprint.route("/borrador/<public_id>/insumo", methods=("GET", "POST"))
def input(public_id: str) -> Response | str | tuple[str, int]:
    """The input and its pre-diagnosis: upload, contest what is no error, or paste a rejection."""
    draft = own_draft(public_id)
    kind = kind_named(draft.kind)
    if not gate.asks(kind):
        abort(404)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        outcome = upload.receive(person(), draft.organisation, draft.diagnosis, request)
        errors = outcome.errors
        if outcome.diagnosis is not None:
            drafts.set_diagnosis(draft, outcome.diagnosis, person())
            return redirect(pages.address(draft, pages.INPUT, back_to=request.args.get("volver")))
        if outcome.disputes is not None:
            drafts.set_disputes(draft, outcome.disputes)
        rejection = request.form.get("rejection", "").strip()
        if rejection and gate.accepts_rejection(kind):
            drafts.save_answers(draft, {gate.REJECTION_FIELD: forms.hide_secrets(rejection)[:4000]})
        if not errors:
            return redirect(next_step(draft, kind, pages.INPUT))
    body = render_template(
        "web/requests/input.html",
        draft=draft,
        kind=kind,
        diagnosis=draft.diagnosis,
        errors=errors,
        contested=gate.contested(draft.diagnosis, draft.disputes, language()),
        typed=request.form,
        verdict=gate.verdict(kind, draft.diagnosis, draft.answers, draft.disputes),
        rejection=draft.answers.get(gate.REJECTION_FIELD, "") if gate.accepts_rejection(kind) else None,
        previous=pages.before(draft, kind, pages.INPUT),
        place=pages.place(draft, kind, pages.INPUT),
        action=request.full_path,
    )
    return (body, SENT_BACK) if errors else body


@blueprint.route("/borrador/<public_id>/archivos", endpoint="files", methods=("GET", "POST"))
def attach(public_id: str) -> Response | str | tuple[str, int]:
    """The files that the kind asks for, each by its item."""
    draft = own_draft(public_id)
    kind = kind_named(draft.kind)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        errors = attach_all(draft, kind)
        if not errors and request.form.get("do") != "stay":
            return redirect(next_step(draft, kind, pages.FILES))
    attached: dict[str, list[Attachment]] = {}
    for one in drafts.attachments(draft):
        attached.setdefault(one.item or "", []).append(one)
    body = render_template(
        "web/requests/files.html",
        draft=draft,
        kind=kind,
        wanted=pages.wanted_files(kind, draft.answers),
        attached=attached,
        errors=errors,
        previous=pages.before(draft, kind, pages.FILES),
        place=pages.place(draft, kind, pages.FILES),
    )
    return (body, SENT_BACK) if errors else body


def attach_all(draft: RequestDraft, kind: RequestKind) -> list[tuple[str, str]]:
    """Keep each file that can be kept; (item, message) of each that cannot."""
    errors = []
    for item in kind.attachments:
        for sent in request.files.getlist(item.item):
            if not sent.filename:
                continue
            data = sent.read()
            try:
                upload.check(data, sent.filename, item)
                drafts.attach(draft, person(), item.item, files.store(data, sent.filename))
            except Refused as refused:
                db.session.rollback()
                errors.append((item.item, str(refused)))
    return errors


@blueprint.post("/borrador/<public_id>/archivos/<attachment>/quitar")
def detach(public_id: str, attachment: str) -> Response:
    """Take a file out again."""
    draft = own_draft(public_id)
    if not drafts.detach(draft, attachment):
        abort(404)
    return redirect(pages.address(draft, pages.FILES))
