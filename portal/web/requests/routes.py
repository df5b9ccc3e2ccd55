"""Asking for something: the catalogue, what to have before, the review, sending."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from knowledge import load
from knowledge.catalogue import RequestKind
from portal.access import may_open, signed_in
from portal.clock import now
from portal.i18n import language
from portal.models import Attachment, RequestDraft
from portal.services import accounts, diagnoses, drafts, gate, requests, submit
from portal.web.filters import size
from portal.web.requests import (
    completing,  # noqa: F401  (its page hangs on the same blueprint)
    forms,
    pages,
    sheet,
    writing,  # noqa: F401  (likewise)
)
from portal.web.requests.found import SENT_BACK, blueprint, kind_named, own_draft, person

__all__ = ["blueprint"]


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
    return _before(kind_named(kind))


def _before(found: RequestKind) -> str:
    user = signed_in()
    organisation = accounts.current_organisation(user) if user is not None else None
    wanted = request.values.get("diagnostico", "")
    diagnosis = drafts.diagnosis_at(user, wanted) if user is not None and wanted else None
    known = drafts.known_answers(user, organisation, found, diagnosis) if user and organisation else {}
    total = len(pages.steps(found, known))
    verdict = gate.verdict(found, diagnosis, known)
    left = len(pages.open_steps(found, known, (), input_due=pages.owes_input(found, verdict)))
    held = diagnoses.kept(diagnosis) if diagnosis is not None else None
    return render_template(
        "web/requests/before.html",
        kind=found,
        checked=requests.check(found, organisation, diagnosis=diagnosis),
        solutions=pages.solutions(found, held.report if held else None),
        level=load().policy.levels[found.level],
        due=requests.due_if_sent(found),
        organisation=organisation,
        diagnosis=diagnosis,
        may_start=user is not None and may_open("requests.start"),
        total=total,
        done=total - left,
        checked_at=now(),
    )


@blueprint.post("/<kind>")
def start(kind: str) -> Response | str:
    """Begin a draft, and go to its first page."""
    found, user = kind_named(kind), person()
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
    draft = own_draft(public_id)
    attached = {a.item for a in drafts.attachments(draft) if a.item}
    return redirect(pages.first_open(draft, kind_named(draft.kind), attached))


@blueprint.get("/borrador/<public_id>/revisar")
def review(public_id: str) -> str:
    """What is still missing, all answers, and when the clock would start."""
    return _review(own_draft(public_id))


@blueprint.post("/borrador/<public_id>/revisar")
def send(public_id: str) -> Response | str | tuple[str, int]:
    """Send it. Sent twice it is the same request."""
    draft = own_draft(public_id, sent_too=True)
    kind = kind_named(draft.kind)
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
        at_once=len(sheet.of_draft(draft, seen.kind).names),
        unsigned=pages.unsigned(seen) if unsigned else [],
        failed=with_problems or unsigned or ask_equal,
        ask_equal=ask_equal,
        level=policy.levels[seen.kind.level],
        has_input=gate.asks(seen.kind),
        place=pages.place(draft, seen.kind, pages.REVIEW),
        address=pages.address,
        previous=pages.before(draft, seen.kind, pages.REVIEW),
    )


@blueprint.post("/borrador/<public_id>/descartar")
def discard(public_id: str) -> Response:
    """Throw a draft away."""
    drafts.discard(own_draft(public_id))
    flash(_("El borrador quedó descartado."), "success")
    return redirect(url_for("requests.catalogue"))


def _file_chip(attachment: Attachment) -> Markup:
    return Markup("{} <small>{}</small>").format(
        escape(attachment.name), size(attachment.file.size, language())
    )
