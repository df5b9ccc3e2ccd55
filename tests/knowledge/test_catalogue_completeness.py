"""What keeps the clock from starting: the gate by the state of the diagnosis; what an agent may ask for."""

import pytest

from knowledge.completeness import INPUT, Diagnosis, checklist, duplicate_key, missing_items
from tests.knowledge.kinds import KINDS, cases


def lacks(name: str, diagnosis: str) -> list[str]:
    case = cases(name)[0]
    return [i.ask["en"] for i in missing_items(KINDS[name], case["answers"], case["attachments"], diagnosis)]


@pytest.mark.parametrize("name", ["revision-de-insumo", "calculo-de-impuestos", "credenciales-y-estructura"])
@pytest.mark.parametrize(
    ("diagnosis", "asks"),
    [
        ("valid", None),
        ("disputed", None),
        ("incomplete", None),
        ("invalid", "write why each error found is not one"),
        ("unsupported", "as XML, JSON or Layout"),
        ("none", "Upload the input file"),
    ],
)
def test_the_gate_by_what_the_diagnosis_gave(name: str, diagnosis: str, asks: str | None):
    lacking = lacks(name, diagnosis)
    assert len(lacking) == (asks is not None)
    assert asks is None or asks in lacking[0]


def test_a_pasted_rejection_meets_only_the_gate_that_takes_it():
    assert lacks("credenciales-y-estructura", "pasted-rejection") == []
    assert len(lacks("revision-de-insumo", "pasted-rejection")) == 1
    assert "paste the whole rejection" in lacks("credenciales-y-estructura", "none")[0]


@pytest.mark.parametrize("diagnosis", list(Diagnosis))
@pytest.mark.parametrize("name", ["uso-de-integrador", "cambio-a-productivo"])
def test_without_a_gate_no_diagnosis_is_missing(name: str, diagnosis: Diagnosis):
    assert lacks(name, diagnosis) == []


def test_an_unknown_state_of_the_diagnosis_is_an_error():
    with pytest.raises(ValueError, match="perfect"):
        lacks("revision-de-insumo", "perfect")


def test_an_empty_request_is_received_and_names_all_that_it_lacks():
    kind = KINDS["revision-de-insumo"]
    items = missing_items(kind, {}, [], "none")
    assert items[0].item == INPUT
    assert [i.item for i in items[1:]] == [q.field for q in kind.questions if q.required is True]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_an_agent_can_name_whatever_can_be_missing(kind):
    named = [i.item for i in checklist(kind)]
    assert sorted(named) == sorted(set(named))
    for case in [{}, *(c["answers"] for c in cases(kind.request))]:
        assert {i.item for i in missing_items(kind, case, [], "none")} <= set(named)
    assert {check.item for check in kind.agent_checklist} <= set(named)


AGENT_DOES = (
    ("Compruebe", "Confirme", "Compare", "Repita", "Decida"),
    ("Check", "Confirm", "Compare", "Repeat", "Decide"),
)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_checklist_tells_the_agent_what_to_verify_and_the_requester_what_to_send(kind):
    named = {i.item: i for i in checklist(kind)}
    for check in kind.agent_checklist:
        for lang, verbs in zip(("es", "en"), AGENT_DOES, strict=True):
            assert check.verify[lang].split()[0] in verbs, check.verify[lang]
        assert named[check.item].ask == check.ask
        assert check.ask != check.verify


def test_equal_requests_have_equal_keys():
    kind = KINDS["sincronizacion-de-prefijos"]
    one = {"environment": "production-c3", "document_type": "invoice", "prefix": "ELR"}
    assert duplicate_key(kind, one) == duplicate_key(kind, {**one, "prefix": " elr ", "range_from": 9})
    assert duplicate_key(kind, one) != duplicate_key(kind, {**one, "prefix": "ELS"})
    assert duplicate_key(kind, {"environment": "production-c3"}) is None


def test_the_input_itself_makes_reviews_equal():
    kind = KINDS["revision-de-insumo"]
    assert duplicate_key(kind, {}, "ab12") == duplicate_key(kind, {"method": "x"}, "ab12")
    assert duplicate_key(kind, {}, "ab12") != duplicate_key(kind, {}, "cd34")
    assert duplicate_key(kind, {}) is None


def test_kinds_never_share_a_key():
    answers = {"nit": "900.373.913-4", "task": "read", "integrator_version": "3", "frequency": "once"}
    answers |= {"idea": "x", "credential": "c2", "prefix": "ELR"}
    keys = [key for kind in KINDS.values() if (key := duplicate_key(kind, answers, "ab12"))]
    assert len(keys) > 5
    assert len(set(keys)) == len(keys)
