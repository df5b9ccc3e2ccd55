"""Asking for something: the catalogue, what to have before, questions, input, files, review, sending."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from knowledge import load
from knowledge.answer_check import check_answers
from knowledge.catalogue import RequestKind, visible_answers
from knowledge.questions import Page, Question
from portal.access import may_open, signed_in
from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.i18n import language
from portal.models import Attachment, RequestDraft, User
from portal.services import accounts, drafts, files, gate, requests, submit
from portal.services.tickets import BOGOTA
from portal.web.filters import size
from portal.web.requests import forms, pages, upload

blueprint = Blueprint("requests", __name__, url_prefix="/solicitudes")
SENT_BACK = 422


def person() -> User:
    """Who asks; the access table has seen to it that somebody is signed in."""
    return cast(User, signed_in())


@blueprint.get("")
def catalogue() -> str:
    """Everything that can be asked for, by level."""
    user = signed_in()
    audience = request.args.get("para", requests.audience_of(user) or "todas")
    if audience not in (*requests.AUDIENCES, "todas"):
        abort(404)
    return render_template(
        "web/requests/catalogue.html",
        levels=requests.catalogue(None if audience == "todas" else audience),
        audience=audience,
        policy=load().policy,
        drafts=drafts.waiting(user) if user is not None and may_open("requests.resume") else [],
        kinds=load().requests,
    )


@blueprint.get("/<kind>")
def kind(kind: str) -> str:
    """Before starting: what is met, missing or unknown, and what usually solves it without asking."""
    return _before(_kind(kind))


def _before(found: RequestKind) -> str:
    user = signed_in()
    organisation = accounts.current_organisation(user) if user is not None else None
    wanted = request.values.get("diagnostico", "")
    diagnosis = drafts.diagnosis_at(user, wanted) if user is not None and wanted else None
    checked = requests.check(found, organisation, diagnosis=diagnosis)
    return render_template(
        "web/requests/before.html",
        kind=found,
        checked=checked,
        solutions=pages.solutions(found),
        level=load().policy.levels[found.level],
        due=requests.due_if_sent(found),
        organisation=organisation,
        diagnosis=diagnosis,
        may_start=user is not None and may_open("requests.start"),
        questions=pages.question_count(
            found, drafts.prefill(user, organisation, found) if user and organisation else {}
        ),
        checked_at=now(),
    )


@blueprint.post("/<kind>")
def start(kind: str) -> Response | str:
    """Begin a draft, and go to its first page."""
    found, user = _kind(kind), person()
    organisation = accounts.current_organisation(user)
    if organisation is None:
        flash(_("Agregue su organización: la solicitud se envía a su nombre."), "warning")
        return redirect(url_for("account.index"))
    wanted = request.form.get("diagnostico", "")
    diagnosis = drafts.diagnosis_at(user, wanted) if wanted else None
    draft = drafts.start(
        user, organisation, found, confirmed=request.form.getlist("confirmed"), diagnosis=diagnosis
    )
    return redirect(pages.first_open(draft, found, set()))


@blueprint.get("/borrador/<public_id>")
def resume(public_id: str) -> Response:
    """Go on where something is still to be done."""
    draft = _draft(public_id)
    attached = {a.item for a in drafts.attachments(draft) if a.item}
    return redirect(pages.first_open(draft, _kind(draft.kind), attached))


@blueprint.route("/borrador/<public_id>/pagina/<page>", methods=("GET", "POST"))
def page(public_id: str, page: str) -> Response | str | tuple[str, int]:
    """One question, or a short group of them."""
    draft = _draft(public_id)
    kind = _kind(draft.kind)
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
    return redirect(_next(draft, kind, page))


def _page(
    draft: RequestDraft,
    kind: RequestKind,
    found: Page,
    answers: dict[str, object],
    errors: list[tuple[str, str]],
) -> str:
    visible: tuple[Question, ...] = found.visible(visible_answers(kind, answers))
    order = pages.steps(kind, answers)
    return render_template(
        "web/requests/page.html",
        draft=draft,
        kind=kind,
        page=found,
        questions=visible,
        answers=answers,
        errors=errors,
        previous=pages.before(draft, kind, found.page),
        position=order.index(found.page) + 1 if found.page in order else None,
        total=len(order),
    )


@blueprint.route("/borrador/<public_id>/insumo", methods=("GET", "POST"))
def input(public_id: str) -> Response | str | tuple[str, int]:
    """The input and its pre-diagnosis: upload, contest what is no error, or paste a rejection."""
    draft = _draft(public_id)
    kind = _kind(draft.kind)
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
            return redirect(_next(draft, kind, pages.INPUT))
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
        action=request.full_path,
    )
    return (body, SENT_BACK) if errors else body


@blueprint.route("/borrador/<public_id>/archivos", endpoint="files", methods=("GET", "POST"))
def attach(public_id: str) -> Response | str | tuple[str, int]:
    """The files that the kind asks for, each by its item."""
    draft = _draft(public_id)
    kind = _kind(draft.kind)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        errors = _attach_all(draft, kind)
        if not errors and request.form.get("do") != "stay":
            return redirect(_next(draft, kind, pages.FILES))
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
    )
    return (body, SENT_BACK) if errors else body


def _attach_all(draft: RequestDraft, kind: RequestKind) -> list[tuple[str, str]]:
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
    draft = _draft(public_id)
    if not drafts.detach(draft, attachment):
        abort(404)
    return redirect(pages.address(draft, pages.FILES))


@blueprint.get("/borrador/<public_id>/revisar")
def review(public_id: str) -> str:
    """What is still missing, all answers, and when the clock would start."""
    return _review(_draft(public_id))


@blueprint.post("/borrador/<public_id>/revisar")
def send(public_id: str) -> Response | str | tuple[str, int]:
    """Send it. Sent twice it is the same request."""
    draft = _draft(public_id, sent_too=True)
    kind = _kind(draft.kind)
    done = submit.sent(draft)
    if done is not None:
        return redirect(url_for("tickets.show", reference=done.reference))
    closing = [q for p in kind.pages if p.place == "review" for q in p.questions]
    drafts.save_answers(draft, forms.read(closing, request.form))
    seen = submit.review(draft, person())
    if seen.problems:
        return _review(draft, with_problems=True), SENT_BACK
    if pages.unsigned(seen) and request.form.get("do") != "later":
        return _review(draft, unsigned=True), SENT_BACK
    if seen.equal is not None and request.form.get("equal") != seen.equal.reference:
        return _review(draft, ask_equal=True), SENT_BACK
    ticket = submit.submit(draft, person())
    flash(_("%(reference)s quedó recibida.", reference=ticket.reference), "success")
    return redirect(url_for("tickets.show", reference=ticket.reference))


def _review(
    draft: RequestDraft, *, with_problems: bool = False, unsigned: bool = False, ask_equal: bool = False
) -> str:
    seen = submit.review(draft, person())
    policy = load().policy
    return render_template(
        "web/requests/review.html",
        draft=draft,
        kind=seen.kind,
        seen=seen,
        sections=pages.sections(draft, seen, _file_chip),
        closing=[q for p in seen.kind.pages if p.place == "review" for q in p.visible(seen.answers)],
        problems=pages.wrong_answers(draft, seen),
        missing=pages.to_come(seen),
        unsigned=pages.unsigned(seen) if unsigned else [],
        failed=with_problems or unsigned or ask_equal,
        ask_equal=ask_equal,
        level=policy.levels[seen.kind.level],
        has_input=gate.asks(seen.kind),
        address=pages.address,
        previous=pages.before(draft, seen.kind, pages.REVIEW),
    )


@blueprint.post("/borrador/<public_id>/descartar")
def discard(public_id: str) -> Response:
    """Throw a draft away."""
    drafts.discard(_draft(public_id))
    flash(_("El borrador quedó descartado."), "success")
    return redirect(url_for("requests.catalogue"))


def _kind(name: str) -> RequestKind:
    found = load().requests.get(name)
    if found is None:
        abort(404)
    return found


def _draft(public_id: str, *, sent_too: bool = False) -> RequestDraft:
    """One's own draft. What was sent is a request: it is not written on any more."""
    draft = drafts.find(person(), public_id)
    if draft is None or (draft.ticket_id is not None and not sent_too and request.method == "POST"):
        abort(404)
    if draft.ticket_id is not None and not sent_too:
        ticket = submit.sent(draft)
        abort(redirect(url_for("tickets.show", reference=ticket.reference if ticket else "")))
    return draft


def _next(draft: RequestDraft, kind: RequestKind, step: str) -> str:
    if request.args.get("volver") == pages.REVIEW:
        return pages.address(draft, pages.REVIEW)
    return pages.after(draft, kind, step)


def _file_chip(attachment: Attachment) -> Markup:
    return Markup("{} <small>{}</small>").format(
        escape(attachment.name), size(attachment.file.size, language())
    )
