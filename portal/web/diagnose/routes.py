"""Diagnose: upload or paste, several at once, what was diagnosed before."""

from __future__ import annotations

from flask import Flask, abort, flash, redirect, render_template, request, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_login import user_logged_in
from sqlalchemy import literal, tuple_
from werkzeug.wrappers import Response

from portal import access
from portal.extensions import db
from portal.i18n import language
from portal.models import Diagnosis, User
from portal.services import accounts, diagnoses, example
from portal.services.rejections import Answered, answered
from portal.web.diagnose import changes, exports, rejections, result, shared, sharing
from portal.web.diagnose.forms import DiagnoseForm
from portal.web.diagnose.found import (
    GUEST,
    MOST_FILES,
    blueprint,
    diagnosing,
    found,
    guests,
    owner,
    remember,
)
from portal.web.diagnose.receiving import Received, megabytes, receive
from portal.web.diagnose.summary import RANK, files_in, tally, worst_rules

__all__ = ["blueprint", "changes", "exports", "rejections", "result", "shared", "sharing"]
HISTORY = 50
EARLIER = "anterior"


@blueprint.record_once
def carry_over(state: BlueprintSetupState) -> None:
    """What was diagnosed before signing in comes along."""

    def take(_app: Flask, user: User, **_more: object) -> None:
        brought = session.pop(GUEST, [])
        if brought and diagnoses.take_over(brought, user, accounts.current_organisation(user)):
            db.session.commit()

    user_logged_in.connect(take, state.app, weak=False)


@blueprint.get("")
def new() -> str:
    """The form, with an example in it for those who have no input at hand."""
    form = DiagnoseForm(text=example.faulty()) if "ejemplo" in request.args else DiagnoseForm()
    return _form(form, [], _earlier())


def _form(form: DiagnoseForm, errors: list[tuple[str, str]], earlier: Diagnosis | None) -> str:
    return render_template(
        "web/diagnose/new.html",
        form=form,
        errors=errors,
        earlier=earlier,
        limit=megabytes(diagnoses.LIMITS.size),
        most=MOST_FILES,
    )


def _earlier() -> Diagnosis | None:
    """The diagnosis that the page was opened to follow up, if this person may see it."""
    address = request.values.get(EARLIER, "")
    return db.session.scalar(access.diagnosis_by_address(access.signed_in(), address)) if address else None


@blueprint.post("")
@diagnosing
def create() -> Response | tuple[str, int]:
    """Take the uploads and show the result of one, or the summary of several."""
    form = DiagnoseForm()
    earlier = _earlier()
    received = receive(form)
    made = _start(received, form, earlier) if not received.errors else []
    if received.errors and not made:
        return _form(form, received.errors, earlier), 422
    for _where, message in received.errors:
        flash(_("%(message)s Estos son los que alcanzamos a revisar.", message=message), "warning")
    for diagnosis in made:
        remember(diagnosis)
    if len(made) == 1:
        return redirect(url_for("diagnose.result", public_id=made[0].public_id))
    return redirect(url_for("diagnose.batch", ids=",".join(d.public_id for d in made)))


def _start(received: Received, form: DiagnoseForm, earlier: Diagnosis | None) -> list[Diagnosis]:
    user, organisation = owner()
    made: list[Diagnosis] = []
    known = guests()
    documents, others = answered(received.uploads)
    try:
        for one in (*documents, *(Answered(other.upload) for other in others)):
            name, data, pasted = one.upload
            # A file of the same name is most likely the next version of it; a pasted text has no name.
            previous = earlier if len(documents) == 1 and not others and earlier is not None else None
            if previous is None and not pasted:
                previous = diagnoses.last(name, user, known)
            made.append(
                diagnoses.start(
                    data,
                    name,
                    user=user,
                    organisation=organisation,
                    context=form.context(),
                    previous=previous,
                    rejection=one.words,
                )
            )
            rejections.say_which(one)
    except diagnoses.BadContext as bad:
        name = bad.pointer.rpartition("/")[2]
        received.refuse(
            name, _("%(what)s: se espera %(expected)s.", what=form[name].label.text, expected=bad.expected)
        )
    except diagnoses.Busy as busy:
        received.refuse("files", str(busy.message))
    return made


@blueprint.get("/<public_id>/estado")
def state(public_id: str) -> dict[str, object]:
    """How far a diagnosis is, for the page that waits."""
    diagnosis = found(public_id)
    words = {
        "queued": _("En la fila"),
        "running": _("Revisando"),
        "done": _("Terminada"),
        "failed": _("No terminó"),
    }
    return {
        "done": diagnosis.state in ("done", "failed"),
        "state": diagnosis.state,
        "words": words[diagnosis.state],
        "address": url_for("diagnose.result", public_id=public_id),
    }


@blueprint.get("/lote")
def batch() -> str:
    """Several uploads at once: how they did together, then each, worst first."""
    ids = request.args.get("ids", "").split(",")[:MOST_FILES]
    shown = [
        d
        for i in ids
        if (d := db.session.scalar(access.diagnosis_by_address(access.signed_in(), i))) is not None
    ]
    if not shown:
        abort(404)
    reports = {d.public_id: held.in_language(language()) for d in shown if (held := diagnoses.kept(d))}
    known = {d.sha256 for d in shown}
    by_file = [findings for report in reports.values() for findings in files_in(report, known)]
    worst_by = {id_: worst_rules([report.findings]) for id_, report in reports.items()}
    return render_template(
        "web/diagnose/batch.html",
        diagnoses=sorted(shown, key=lambda d: RANK.index(d.verdict)),
        tally=tally(d.verdict for d in shown),
        worst=worst_rules(by_file),
        worst_by={id_: worst[0] for id_, worst in worst_by.items() if worst},
    )


@blueprint.get("/historial")
def history() -> str:
    """The organisation's diagnoses, newest first, a page at a time."""
    query = access.visible_diagnoses(access.signed_in()).order_by(
        Diagnosis.created_at.desc(), Diagnosis.id.desc()
    )
    after = request.args.get("antes", "")
    if after:
        last = db.session.scalar(access.diagnosis_by_address(access.signed_in(), after))
        if last is None:
            abort(404)
        moment = literal(last.created_at, Diagnosis.created_at.type)
        query = query.where(tuple_(Diagnosis.created_at, Diagnosis.id) < tuple_(moment, literal(last.id)))
    shown = db.session.scalars(query.limit(HISTORY + 1)).all()
    older = shown[HISTORY - 1].public_id if len(shown) > HISTORY else None
    return render_template(
        "web/diagnose/history.html", diagnoses=shown[:HISTORY], older=older, paged=bool(after)
    )
