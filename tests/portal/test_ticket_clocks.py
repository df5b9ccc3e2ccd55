"""The clocks of a ticket follow its log: reset, pause, level, incident, first answer, next news."""

from datetime import timedelta

import pytest

from portal.clock import now
from portal.services import clocks, events, messages, moves
from portal.web.clock_badge import badge
from tests.portal.desk import bogota

pytestmark = pytest.mark.usefixtures("monday")


def test_level_two_is_due_after_48_hours_of_attention(desk):
    ticket = desk.open()
    assert ticket.due_at == bogota("2026-11-27 17:00")
    assert ticket.first_response_due_at == bogota("2026-11-24 09:00")
    assert ticket.nearest_due_at == ticket.first_response_due_at


def test_waiting_pauses_to_the_second(desk, monday):
    ticket = desk.open()
    monday.move_to(bogota("2026-11-23 10:00"))
    messages.reply(ticket, desk.agent, "¿Qué respondió el WS?", wait=True)
    assert (ticket.due_at, ticket.nearest_due_at) == (None, None)
    assert ticket.paused_at == now()
    monday.move_to(bogota("2026-11-23 12:00"))
    messages.answer(ticket, desk.requester, "Un 404.")
    assert ticket.due_at == bogota("2026-11-28 09:30")


def test_missing_information_gives_the_full_time_again(desk, monday):
    ticket = desk.open()
    monday.move_to(bogota("2026-11-24 09:00"))
    messages.request_item(ticket, desk.agent, "resolution", "Resolución", "Adjunte la resolución.")
    monday.move_to(bogota("2026-11-24 23:30"))
    messages.receive_item(ticket, desk.requester, "resolution", text="18764000001")
    assert ticket.due_at == bogota("2026-12-01 10:30")


def test_question_of_a_person_meets_the_first_response_and_a_machine_does_not(desk):
    ticket = desk.open()
    moves.record(ticket, "message_sent", None)
    assert ticket.first_response_at is None
    messages.answer(ticket, desk.requester, "¿Hola?")
    assert ticket.first_response_at is None
    messages.note(ticket, desk.agent, "La miro.")
    assert ticket.first_response_at is None
    messages.reply(ticket, desk.agent, "La estamos revisando.")
    assert ticket.first_response_at == now()
    assert ticket.nearest_due_at == ticket.due_at


def test_other_level_counts_from_the_same_start(desk, monday):
    ticket = desk.open()
    monday.shift(timedelta(hours=5))
    moves.change_level(ticket, desk.lead, 3, "cálculo de impuestos")
    assert ticket.started_at == bogota("2026-11-23 09:00")
    assert ticket.due_at == bogota("2026-12-01 15:30")


def test_level_change_that_breaches_says_so(desk, monday):
    ticket = desk.open()
    monday.shift(timedelta(days=2))
    moves.change_level(ticket, desk.lead, 1, "era un trámite")
    assert ticket.breached
    assert events.log(ticket)[-1].name == "breached"


def test_level_change_after_a_breach_is_not_blamed_for_it(desk, monday):
    ticket = desk.open()
    monday.shift(timedelta(days=8))
    moves.change_level(ticket, desk.lead, 1, "era un trámite")
    assert ticket.breached
    assert events.log(ticket)[-1].name == "level_changed"


def test_incident_extends_the_promise(desk, monday):
    ticket = desk.open()
    monday.move_to(bogota("2026-11-24 14:00"))
    start, end = bogota("2026-11-24 10:00"), bogota("2026-11-24 12:30")
    events.append(ticket, "incident_applied", desk.lead, {"start": start.isoformat()})
    events.append(ticket, "incident_ended", desk.lead, {"end": end.isoformat()})
    clocks.recompute(ticket)
    assert ticket.due_at == bogota("2026-11-28 10:00")


def test_escalated_ticket_owes_news_every_day_of_attention(desk, monday):
    ticket = desk.open("mejora-del-integrador")
    assert ticket.due_at is None
    assert ticket.next_update_due_at == bogota("2026-11-25 13:00")
    moves.escalate(ticket, desk.agent, "programacion", "mejora")
    monday.move_to(bogota("2026-11-24 09:00"))
    messages.reply(ticket, desk.agent, "Programación la está evaluando.")
    assert ticket.next_update_due_at == bogota("2026-11-26 13:00")
    moves.commit_to(ticket, desk.agent, bogota("2026-11-25 08:00"))
    assert ticket.nearest_due_at == bogota("2026-11-25 08:00")


def test_solving_in_time_is_no_breach_later(desk, monday):
    ticket = desk.open()
    moves.solve(ticket, desk.agent, "Se corrigió el prefijo.")
    monday.shift(timedelta(days=30))
    clocks.recompute(ticket)
    assert not ticket.breached
    assert ticket.nearest_due_at is None


def test_breach_is_seen_a_second_after_the_deadline(desk, monday):
    ticket = desk.open()
    monday.move_to(bogota("2026-11-27 17:00"))
    clocks.recompute(ticket)
    assert not ticket.breached
    monday.shift(timedelta(seconds=1))
    clocks.recompute(ticket)
    assert ticket.breached


def test_reopened_ticket_has_the_whole_time_again(desk, monday):
    ticket = desk.open()
    moves.solve(ticket, desk.agent, "hecho")
    monday.move_to(bogota("2026-11-24 23:30"))
    moves.reopen(ticket, desk.requester, "sigue")
    assert ticket.due_at == bogota("2026-12-01 10:30")
    assert ticket.first_response_due_at is None


def test_explanation_adds_up_to_the_deadline(desk, monday):
    ticket = desk.open()
    told = clocks.explanation(ticket)
    assert told.due == ticket.due_at
    assert sum(stretch.seconds for stretch in told.stretches) == 48 * 3600


def test_silence_is_counted_from_the_last_word_of_the_requester(desk, monday):
    ticket = desk.open()
    assert clocks.silence_dates(ticket) is None
    messages.reply(ticket, desk.agent, "¿Cuál es el TEST SET ID?", wait=True)
    assert clocks.silence_dates(ticket).close == bogota("2026-11-30 09:00")


def test_badge_shows_the_nearest_clock(desk, monday):
    ticket = desk.open()
    assert badge(ticket).words == "Respuesta en 10\N{NO-BREAK SPACE}h"
    assert badge(ticket).due == ticket.nearest_due_at
    monday.move_to(bogota("2026-11-24 10:00"))
    assert badge(ticket).words == "Vencida hace 1\N{NO-BREAK SPACE}h"
    assert badge(ticket).note.startswith("respuesta, nivel ")
    messages.reply(ticket, desk.agent, "La estamos revisando.")
    assert badge(ticket).words == "Quedan 37\N{NO-BREAK SPACE}h"
    assert badge(ticket).due == ticket.nearest_due_at == ticket.due_at


def test_badge_of_level_four_shows_news_and_commitment_as_they_come(desk, monday):
    ticket = desk.open("mejora-del-integrador")
    assert badge(ticket).due == ticket.first_response_due_at
    messages.reply(ticket, desk.agent, "La pasamos al área.")
    assert badge(ticket).due == ticket.nearest_due_at == ticket.next_update_due_at
    moves.commit_to(ticket, desk.lead, bogota("2026-11-24 08:00"))
    assert badge(ticket).due == ticket.nearest_due_at == ticket.committed_at
