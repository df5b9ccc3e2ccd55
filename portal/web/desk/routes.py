"""The desk: the queue, and a ticket as an agent works on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from knowledge import load
from portal import access
from portal.clock import BOGOTA
from portal.errors import Refused
from portal.extensions import db
from portal.models import Ticket, User
from portal.services import clocks, messages, moves, queue, tickets
from portal.web.areas import area_name
from portal.web.back import back
from portal.web.clock_badge import badge, deadline_badge
from portal.web.desk import forms, pages
from portal.web.story import story
from portal.web.tickets import pages as ticket_pages

blueprint = Blueprint("desk", __name__, url_prefix="/mesa")


def agent() -> User:
    """The person at the desk; the access table has seen to it that somebody is."""
    return cast(User, access.signed_in())


@blueprint.get("", endpoint="queue")
def show_queue() -> str:
    """The queue."""
    view = request.args.get("vista", "all")
    if view not in queue.VIEWS:
        abort(404)
    filters = pages.filters_of(request.args)
    found = queue.page(agent(), view, filters, request.args.get("desde"))
    return render_template(
        "web/desk/queue.html",
        page=found,
        view=view,
        views=pages.VIEW_GROUPS,
        view_names=pages.VIEW_NAMES,
        counts=queue.counts(agent()),
        filters=filters,
        kinds=load().requests,
        staff_list=queue.staff(),
        badge=badge,
        wide_page=True,
    )


@blueprint.post("/tomar")
def claim_many() -> Response:
    """Claim the ticked tickets, one by one: what somebody else took is said."""
    for reference in request.form.getlist("ticket"):
        found = tickets.by_reference(agent(), reference)
        if found is not None:
            _try(partial(moves.claim, found, agent()), _("%(ticket)s es suya.", ticket=found.reference))
    return redirect(back(url_for("desk.queue")))


@blueprint.get("/<reference>")
def ticket(reference: str) -> str:
    """A ticket, with all that an agent needs to answer completely the first time."""
    return _page(_found(reference))


def _page(found: Ticket, bound: FlaskForm | None = None) -> str:
    kind = load().requests[found.kind]
    return render_template(
        "web/desk/ticket.html",
        ticket=found,
        kind=kind,
        story=story(found),
        area=area_name(found.area),
        badge=badge(found),
        deadline=deadline_badge(found),
        explanation=clocks.explanation(found),
        objective=clocks.objective(found),
        allowed=moves.allowed(found),
        forms=pages.forms_of(found, bound),
        answers=ticket_pages.answers(found),
        canned=pages.canned(found),
        verdict=pages.diagnosis_summary(found),
        wide_page=True,
    )


def _found(reference: str) -> Ticket:
    found = tickets.by_reference(agent(), reference)
    if found is None:
        abort(404)
    return found


def _try(move: Callable[[], Any], done: str) -> bool:
    """Make a move and commit it, or say why it was refused."""
    try:
        move()
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused), "error")
        return False
    flash(done, "success")
    return True


def _with_form(reference: str, form: FlaskForm, move: Callable[[Ticket], Any], done: str) -> Response | str:
    """Validate, make the move, and show the ticket; on an error nothing that was written is lost."""
    found = _found(reference)
    pages.fill_choices(found, form)
    if not form.validate_on_submit():
        return _page(found, form)
    _try(lambda: move(found), done)
    return redirect(url_for("desk.ticket", reference=found.reference))


@blueprint.post("/<reference>/tomar")
def claim(reference: str) -> Response:
    """Take it: of several at once one wins."""
    found = _found(reference)
    _try(lambda: moves.claim(found, agent()), _("%(ticket)s es suya.", ticket=found.reference))
    return redirect(url_for("desk.ticket", reference=found.reference))


@blueprint.post("/<reference>/soltar")
def release(reference: str) -> Response:
    """Put it back."""
    found = _found(reference)
    _try(lambda: moves.release(found, agent()), _("%(ticket)s volvió a la mesa.", ticket=found.reference))
    return redirect(url_for("desk.ticket", reference=found.reference))


@blueprint.post("/<reference>/asignar")
def assign(reference: str) -> Response | str:
    """Give it to somebody."""
    form = forms.AssignForm()

    def move(found: Ticket) -> None:
        person = next((p for p in queue.staff() if str(p.id) == form.agent.data), None)
        if person is None:
            raise Refused("agent", _("Esa persona no atiende la mesa."))
        moves.assign(found, agent(), person)

    return _with_form(reference, form, move, _("Quedó asignada."))


@blueprint.post("/<reference>/responder")
def reply(reference: str) -> Response | str:
    """Answer, ask (pauses the clock) or write an internal note."""
    form = forms.ReplyForm()

    def move(found: Ticket) -> None:
        body = form.body.data or ""
        if form.how.data == "note":
            messages.note(found, agent(), body)
        else:
            messages.reply(found, agent(), body, wait=form.how.data == "ask")

    words = {
        "note": _("La nota quedó guardada. Solo la ve el equipo."),
        "ask": _("Pregunta enviada. El reloj está en pausa."),
    }
    return _with_form(reference, form, move, words.get(request.form.get("how", ""), _("Respuesta enviada.")))


@blueprint.post("/<reference>/pedir")
def request_item(reference: str) -> Response | str:
    """Name what is missing: resets the clock, once per item."""
    form = forms.ItemForm()

    def move(found: Ticket) -> None:
        label = dict(form.item.choices or []).get(form.item.data, form.item.data)
        messages.request_item(found, agent(), form.item.data, str(label), form.body.data or "")

    return _with_form(reference, form, move, _("Lo pedimos. El reloj arranca de nuevo cuando llegue."))


@blueprint.post("/<reference>/retomar")
def end_waiting(reference: str) -> Response:
    """Take the question back."""
    found = _found(reference)
    _try(lambda: moves.end_waiting(found, agent()), _("El reloj sigue."))
    return redirect(url_for("desk.ticket", reference=found.reference))


@blueprint.post("/<reference>/resolver")
def solve(reference: str) -> Response | str:
    """Solve, with what was done."""
    form = forms.ReasonForm()
    return _with_form(
        reference,
        form,
        lambda t: moves.solve(t, agent(), form.reason.data or ""),
        _("Resuelta. El cliente la confirma."),
    )


@blueprint.post("/<reference>/escalar")
def escalate(reference: str) -> Response | str:
    """Hand it to an area."""
    form = forms.EscalateForm()
    return _with_form(
        reference,
        form,
        lambda t: moves.escalate(t, agent(), form.area.data or "", form.reason.data or ""),
        _("Escalada."),
    )


@blueprint.post("/<reference>/devolver")
def give_back(reference: str) -> Response | str:
    """The area returns it."""
    form = forms.ReasonForm()
    return _with_form(
        reference, form, lambda t: moves.give_back(t, agent(), form.reason.data or ""), _("Volvió a la mesa.")
    )


@blueprint.post("/<reference>/compromiso")
def commit_to(reference: str) -> Response | str:
    """The date that the area commits to."""
    form = forms.CommitmentForm()

    def move(found: Ticket) -> None:
        until = cast(datetime, form.until.data).replace(tzinfo=BOGOTA)
        moves.commit_to(found, agent(), until)

    return _with_form(reference, form, move, _("El compromiso quedó anotado."))


@blueprint.post("/<reference>/nivel")
def change_level(reference: str) -> Response | str:
    """Another level, from the same start."""
    form = forms.LevelForm()
    return _with_form(
        reference,
        form,
        lambda t: moves.change_level(t, agent(), int(form.level.data), form.reason.data or ""),
        _("El nivel cambió."),
    )


@blueprint.post("/<reference>/unir")
def merge(reference: str) -> Response | str:
    """Join a duplicate to the request that goes on."""
    form = forms.MergeForm()

    def move(found: Ticket) -> None:
        into = tickets.by_reference(agent(), form.into.data)
        # One that is gone meanwhile is refused by the service, as joining it to itself is.
        moves.merge(found, agent(), into if into is not None else found)

    return _with_form(reference, form, move, _("Sigue en %(ticket)s.", ticket=form.into.data or ""))


@blueprint.post("/<reference>/cancelar")
def cancel(reference: str) -> Response | str:
    """Cancel a duplicate."""
    form = forms.ReasonForm()
    return _with_form(
        reference, form, lambda t: moves.withdraw(t, agent(), form.reason.data or ""), _("Quedó retirada.")
    )
