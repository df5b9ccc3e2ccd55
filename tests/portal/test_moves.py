"""The states of a ticket: what is allowed happens once and is logged, all else is refused with a reason."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from portal.clock import now
from portal.errors import Refused
from portal.extensions import db
from portal.models import Ticket, TicketEvent, User
from portal.models.ticket_event import AppendOnly
from portal.services import clocks, events, messages, moves
from tests.portal.desk import ITEM, Desk, bogota

pytestmark = pytest.mark.usefixtures("monday")


def bring(desk: Desk, state: str) -> Ticket:
    """A ticket in the state, by allowed moves."""
    ticket = desk.open(missing=[ITEM] if state == "needs_information" else [])
    agent = desk.agent
    way = {
        "needs_information": [],
        "open": [],
        "in_progress": [lambda: moves.claim(ticket, agent)],
        "waiting_requester": [lambda: moves.claim(ticket, agent), lambda: moves.start_waiting(ticket, agent)],
        "escalated": [lambda: moves.escalate(ticket, agent, "programacion", "falla interna")],
        "solved": [lambda: moves.solve(ticket, agent, "hecho")],
        "closed": [
            lambda: moves.solve(ticket, agent, "hecho"),
            lambda: moves.confirm(ticket, desk.requester),
        ],
        "cancelled": [lambda: moves.withdraw(ticket, desk.requester)],
        "merged": [lambda: moves.merge(ticket, agent, desk.open())],
    }
    for step in way[state]:
        step()
    assert ticket.state == state
    return ticket


# What each state allows, from the policy's table; anything else is refused.
TABLE = {
    "needs_information": {"cancelled", "merged", "closed"},
    "open": {"in_progress", "waiting_requester", "escalated", "solved", "cancelled", "merged"},
    "in_progress": {"open", "waiting_requester", "escalated", "solved", "cancelled", "merged"},
    "waiting_requester": {"in_progress", "escalated", "solved", "closed", "cancelled", "merged"},
    "escalated": {"in_progress", "waiting_requester", "solved", "cancelled", "merged"},
    "solved": {"closed", "open"},
    "closed": {"open"},
    "cancelled": set(),
    "merged": set(),
}


def verbs(desk: Desk, ticket: Ticket) -> dict[str, object]:
    """One way to ask for each state."""
    agent, requester = desk.agent, desk.requester
    to_open = moves.release if ticket.state == "in_progress" else moves.reopen
    back = {"escalated": moves.give_back, "waiting_requester": moves.end_waiting}
    return {
        "open": lambda: (
            to_open(ticket, agent) if to_open is moves.release else to_open(ticket, requester, "")
        ),
        "in_progress": lambda: (
            back[ticket.state](ticket, agent, *(["listo"] if ticket.state == "escalated" else []))
            if ticket.state in back
            else moves.claim(ticket, agent)
        ),
        "waiting_requester": lambda: moves.start_waiting(ticket, agent),
        "escalated": lambda: moves.escalate(ticket, agent, "programacion", "falla"),
        "solved": lambda: moves.solve(ticket, agent, "hecho"),
        "closed": lambda: moves.close(ticket, "unconfirmed" if ticket.state == "solved" else "silence"),
        "cancelled": lambda: moves.withdraw(ticket, requester),
        "merged": lambda: moves.merge(ticket, agent, desk.open()),
    }


@pytest.mark.parametrize("state", TABLE)
def test_state_allows_exactly_its_moves(desk, state):
    for wanted in verbs(desk, bring(desk, "open")):
        if wanted == state or (state, wanted) == ("needs_information", "in_progress"):
            continue  # claiming an incomplete one only says who has it
        ticket = bring(desk, state)
        before = ticket.last_sequence
        if wanted in TABLE[state]:
            verbs(desk, ticket)[wanted]()
            assert ticket.state == wanted, f"{state} -> {wanted}"
            assert ticket.last_sequence == before + 1
        else:
            with pytest.raises(Refused):
                verbs(desk, ticket)[wanted]()
            assert (ticket.state, ticket.last_sequence) == (state, before), f"{state} -> {wanted}"


def test_refusal_names_both_states_in_plain_words(desk):
    with pytest.raises(Refused, match=r"«Recibida».*«Cerrada»"):
        moves.confirm(desk.open(), desk.requester)


def test_second_agent_is_told_who_has_it(desk):
    ticket = desk.open()
    moves.claim(ticket, desk.agent)
    with pytest.raises(Refused, match="Eva Gil"):
        moves.claim(ticket, desk.other)
    assert ticket.assignee_id == desk.agent.id


def test_fifty_agents_claim_and_one_wins(app, desk):
    ticket_id = desk.open().id
    agents = [desk.agent.id, desk.other.id, desk.lead.id]
    db.session.commit()  # and lets go of SQLite's lock
    outcomes, lock = [], threading.Barrier(50)

    def claim(number: int) -> None:
        with app.app_context():
            lock.wait()
            try:
                moves.claim(db.session.get(Ticket, ticket_id), db.session.get(User, agents[number % 3]))
                db.session.commit()
                outcomes.append(("won", number % 3))
            except Refused as refusal:
                outcomes.append((refusal.code, str(refusal)))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    winner = db.session.get(Ticket, ticket_id).assignee_id
    assert len(outcomes) == 50
    # Whoever is the winner may claim again, as a double click does; everybody else was told the name.
    assert {agents[who] for code, who in outcomes if code == "won"} == {winner}
    name = db.session.get(User, winner).name
    assert all(name in text for code, text in outcomes if code == "claimed")


def test_waiting_returns_to_where_it_came_from(desk):
    for state in ("open", "in_progress", "escalated"):
        ticket = bring(desk, state)
        moves.start_waiting(ticket, desk.agent)
        moves.end_waiting(ticket, desk.requester)
        assert ticket.state == state


def test_reopening_has_an_end(desk, monday):
    ticket = bring(desk, "solved")
    monday.move_to(bogota("2026-11-28 09:00"))  # five working days later to the minute: Saturday is one
    moves.reopen(ticket, desk.requester, "sigue igual")
    assert (ticket.state, ticket.cycle) == ("open", 2)
    assert ticket.started_at == now()

    late = bring(desk, "solved")
    monday.shift(timedelta(days=8))
    with pytest.raises(Refused, match="nueva"):
        moves.reopen(late, desk.requester, "sigue igual")
    assert "open" not in moves.allowed(late)


def test_what_silence_closed_reopens_at_any_time_by_an_answer(desk, monday):
    ticket = bring(desk, "waiting_requester")
    moves.close(ticket, "silence")
    monday.shift(timedelta(days=60))
    messages.answer(ticket, desk.requester, "Aquí está la respuesta.")
    assert (ticket.state, ticket.cycle) == ("open", 2)


def test_thanks_after_solving_do_not_reopen(desk):
    ticket = bring(desk, "solved")
    messages.answer(ticket, desk.requester, "Gracias")
    assert ticket.state == "solved"


def test_any_answer_ends_the_waiting(desk):
    ticket = bring(desk, "waiting_requester")
    messages.answer(ticket, desk.requester, "Sí.")
    assert ticket.state == "in_progress"


def test_missing_item_is_asked_for_once(desk):
    ticket = bring(desk, "in_progress")
    messages.request_item(ticket, desk.agent, "resolution", "Resolución en PDF", "Adjunte la resolución.")
    assert (ticket.state, ticket.due_at) == ("needs_information", None)
    messages.receive_item(ticket, desk.requester, "resolution", text="Es la 18764000001")
    assert (ticket.state, ticket.missing) == ("open", [])
    with pytest.raises(Refused, match="una vez"):
        messages.request_item(ticket, desk.agent, "resolution", "Resolución en PDF", "Otra vez.")


def test_last_of_two_items_starts_the_clock(desk, monday):
    second = {"item": "rut", "label": "RUT", "kind": "attachment"}
    ticket = desk.open(missing=[ITEM, second])
    messages.receive_item(ticket, desk.requester, "rut", text="900373913")
    assert (ticket.state, ticket.started_at) == ("needs_information", None)
    monday.shift(timedelta(hours=3))
    messages.receive_item(ticket, desk.requester, "resolution", text="18764000001")
    assert (ticket.state, ticket.started_at) == ("open", now())


def test_events_are_numbered_without_gap_and_stay_as_they_are(desk):
    ticket = bring(desk, "closed")
    log = events.log(ticket)
    assert [event.sequence for event in log] == list(range(1, len(log) + 1))
    with pytest.raises(AppendOnly):
        db.session.execute(update(TicketEvent).values(name="opened"))
    with pytest.raises(AppendOnly):
        db.session.execute(delete(TicketEvent))
    log[0].data = {"level": 4}
    with pytest.raises(AppendOnly):
        db.session.flush()
    db.session.rollback()


def test_requester_does_not_see_internal_events(desk):
    ticket = bring(desk, "in_progress")
    messages.note(ticket, desk.agent, "Parece un problema del ERP.")
    moves.assign(ticket, desk.lead, desk.other)
    names = {event.name for event in events.log(ticket, public_only=True)}
    assert names == {"opened", "claimed"}
    assert messages.of(ticket, public_only=True) == []


def test_cache_equals_what_the_log_gives(desk):
    ticket = bring(desk, "closed")
    assert clocks.difference(ticket) == {}
    ticket.due_at = now()
    assert list(clocks.difference(ticket)) == ["due_at"]


def test_credentials_are_not_solved_for_an_unverified_organisation(desk):
    ticket = desk.open("emision-de-credenciales", answers={"credential": "c2"})
    desk.organisation.verified_at = None
    with pytest.raises(Refused, match="sin verificar"):
        moves.solve(ticket, desk.agent, "hecho")
    desk.organisation.verified_at = now()
    moves.solve(ticket, desk.agent, "hecho")


def test_other_kinds_are_solved_for_an_unverified_organisation(desk):
    desk.organisation.verified_at = None
    ticket = desk.open()
    moves.solve(ticket, desk.agent, "hecho")
    assert ticket.state == "solved"
