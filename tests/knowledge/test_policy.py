"""The shipped policy says what was promised, and a broken one is refused with place and reason."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from knowledge.policy import Policy, Target
from knowledge.policy_check import check_policy
from tests.knowledge.terms import POLICY, RAW_POLICY, changed, schema


def test_the_shipped_file_stands_its_schema_and_its_checks():
    Draft202012Validator.check_schema(schema("policy"))
    assert list(Draft202012Validator(schema("policy")).iter_errors(RAW_POLICY)) == []
    assert list(check_policy(RAW_POLICY)) == []


def test_promises():
    assert {n: level.promise for n, level in POLICY.levels.items()} == {
        1: Target(24, "elapsed", off_closed_days=True),
        2: Target(48, "attention_hours"),
        3: Target(72, "attention_hours"),
        4: None,
    }
    assert POLICY.levels[2].from_hours == 24
    assert [level.committed for level in POLICY.levels.values()] == [False, False, False, True]


def test_objectives():
    assert {n: level.objective for n, level in POLICY.levels.items()} == {
        1: Target(18, "elapsed"),  # only the promise moves off closed days
        2: Target(48, "business_days"),
        3: Target(72, "business_days"),
        4: None,
    }
    warnings = [level.objective_warning for level in POLICY.levels.values()]
    assert warnings == [None, Target(24, "business_days"), None, None]


def test_the_other_clocks():
    assert {n: (t.hours, t.reading) for n, t in POLICY.first_response.items()} == {
        1: (5, "attention_hours"),
        2: (10, "attention_hours"),
        3: (10, "attention_hours"),
        4: (10, "attention_hours"),
    }
    update = POLICY.next_update
    assert (update.hours, update.reading, update.levels) == (24, "attention_hours", (4,))
    assert [w.percent for w in POLICY.warnings] == [50, 75, 90]
    assert [w.percent for w in POLICY.warnings if "lead" in w.to] == [90]
    assert (POLICY.amber_percent, POLICY.reopen_business_days) == (75, 5)
    assert (POLICY.silence.reminders, POLICY.silence.close) == ((2, 4), 6)


def test_telephones_and_menu():
    assert [(p.city, p.number, p.e164) for p in POLICY.contacts.phones] == [
        ("Medellín", "609 00 04", "+576046090004"),
        ("Bogotá", "485 08 51", "+576014850851"),
        ("Cali", "389 60 00", "+576023896000"),
    ]
    for phone in POLICY.contacts.phones:
        assert phone.international.replace(" ", "") == phone.e164
        assert phone.e164.endswith(phone.number.replace(" ", ""))
    assert [m.option for m in POLICY.contacts.menu] == [1, 2, 3, 4, 5, 6, 7]
    assert POLICY.contacts.our_option.name["es"] == "Soporte Web Service"


def test_the_tracker():
    assert (POLICY.contacts.tracker.name, POLICY.contacts.tracker.assignee) == (
        "Mantis Bug Tracker",
        "alanMantis",
    )


def test_the_subject_of_a_mail():
    mailbox = POLICY.contacts.mailbox
    known = {
        "nit": "900373913-4",
        "legal_name": "Comercial  El Roble\r\nBcc: otro@example.com",
        "contact_name": "Ana Milena Torres",
        "mobile": None,
    }
    assert mailbox.address == "soportews@facturatech.co"
    assert mailbox.subject(known) == (
        "900373913-4 + Comercial El Roble Bcc: otro@example.com + Ana Milena Torres + [Número celular]"
        " + [Horario en que desea ser contactado]"
    )
    assert mailbox.subject({}, "en").startswith("[NIT] + [Legal name] + ")


def test_a_ticket_keeps_the_terms_it_was_opened_under():
    terms = {key: RAW_POLICY[key] for key in ("levels", "next_update", "amber_percent", "warnings")}
    terms |= {
        "reopen_business_days": 3,
        "silence": RAW_POLICY["silence"],
        "version": "0",
        "date": "2026-01-01",
    }
    terms["levels"] = changed({"levels": terms["levels"]}, "levels", 1, "promise", "hours", to=40)["levels"]
    raw = changed(RAW_POLICY, "earlier", to=[terms])
    assert list(Draft202012Validator(schema("policy")).iter_errors(raw)) == []
    assert list(check_policy(raw)) == []
    policy = Policy.from_dict(raw)
    former = policy.as_of("0")
    assert (former.version, former.reopen_business_days, former.levels[2].promise) == (
        "0",
        3,
        Target(40, "attention_hours"),
    )
    assert former.contacts == policy.contacts
    assert policy.as_of(policy.version) is policy
    with pytest.raises(KeyError):
        policy.as_of("7")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("levels", 1, "promise", "reading"), "habiles"),
        (("levels", 1, "promise", "hours"), -48),
        (("levels", 1, "promis"), {}),
        (("levels", 0, "level"), 2),
        (("levels", 3, "objective"), {"percent_of_promise": 75}),
        (("attention", 0, "windows"), [["08:00", "24:00"]]),
        (("contacts", "phones", 0, "e164"), "6046090004"),
        (("contacts", "menu", 0, "ours"), True),
        (("contacts", "mailbox", "parts", 0, "part"), "cedula"),
        (("readings", "elapsed", "unit"), {"es": "horas"}),
        (("date",), "24-11-2026"),
        (("agremeents",), {}),
    ],
    ids=lambda value: "/".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_the_schema_refuses(path: tuple[Any, ...], value: Any):
    errors = list(Draft202012Validator(schema("policy")).iter_errors(changed(RAW_POLICY, *path, to=value)))
    assert errors
    for error in errors:
        assert all(a == b for a, b in zip(error.absolute_path, path, strict=False))


@pytest.mark.parametrize(
    ("path", "value", "pointer"),
    [
        (("timezone",), "America/Macondo", "/timezone"),
        (("timezone",), "America", "/timezone"),
        (("attention", 1, "days"), ["friday"], "/attention"),
        (("attention", 0, "windows"), [["14:00", "18:00"], ["08:00", "12:00"]], "/attention/0/windows"),
        (("date",), "2026-02-30", "/date"),
        (("silence", "reminders"), [4, 2], "/silence"),
        (("silence", "close"), 4, "/silence"),
        (("warnings", 0, "percent"), 80, "/warnings"),
        (("levels", 1, "promise", "from_hours"), 72, "/levels/1/promise/from_hours"),
    ],
)
def test_the_checks_refuse(path: tuple[Any, ...], value: Any, pointer: str):
    assert [place for place, _ in check_policy(changed(RAW_POLICY, *path, to=value))] == [pointer]


def test_versions_are_told_apart():
    again = {key: RAW_POLICY[key] for key in schema("policy")["$defs"]["earlier"]["required"]}
    assert [place for place, _ in check_policy(changed(RAW_POLICY, "earlier", to=[again]))] == ["/earlier"]
