"""What should be true before: met, missing or unknown, each with its proof."""

from knowledge.prerequisites import Checked, Facts, State, check_prerequisites
from tests.knowledge.kinds import KINDS


def checked(name: str, answers: dict[str, str] | None = None, **facts: object) -> dict[str, Checked]:
    found = check_prerequisites(KINDS[name], answers or {}, Facts(**facts))  # type: ignore[arg-type]
    return {c.prerequisite.item: c for c in found}


def test_without_facts_nothing_is_met():
    for name in KINDS:
        states = {item: c.state for item, c in checked(name).items()}
        assert states, name
        assert State.MET not in states.values()


def test_every_verdict_has_a_proof_in_both_languages():
    for name in KINDS:
        assert all(c.proof["es"] and c.proof["en"] for c in checked(name).values())


def test_a_fact_of_the_profile_with_its_proof():
    proof = {"es": "Comercial El Roble S.A.S.", "en": "Comercial El Roble S.A.S."}
    met = checked("cambio-a-productivo", profile={"ws_client": True}, proofs={"ws_client": proof})[
        "ws-client"
    ]
    assert (met.state, met.proof) == (State.MET, proof)


def test_a_fact_that_is_false_is_missing_and_says_what_follows():
    missing = checked("cambio-a-productivo", profile={"organisation_verified": False})[
        "organisation-verified"
    ]
    assert missing.state is State.MISSING
    assert "Puede enviar" in missing.proof["es"]


def test_a_file_received_is_proof():
    assert checked("cambio-a-productivo")["resolution-at-hand"].state is State.MISSING
    assert checked("cambio-a-productivo", attachments=["resolution"])["resolution-at-hand"].state is State.MET


def test_an_answer_is_looked_at_once_it_is_there():
    def shape(**answers: str) -> Checked:
        return checked("sincronizacion-de-prefijos", answers)["prefix-shape"]

    assert shape().state is State.UNKNOWN
    assert shape(prefix="ELR").state is State.MET
    assert shape(prefix="EL1").state is State.MISSING
    assert shape(prefix="EL1").proof["es"] == "Prefijo: EL1."


def test_an_earlier_solved_request_is_named():
    solved = {"cambio-cliente-factura-a-ws": "WS-1790"}
    met = checked("cambio-a-productivo", solved=solved)["ws-client"]
    assert (met.state, met.proof["es"]) == (State.MET, "Quedó resuelto en WS-1790.")


def test_one_of_several_ways_is_enough():
    items = {"requester_role": "employee"}
    one = checked("cambio-cliente-factura-a-ws", items, attachments=["authorisation-letter"])
    assert one["holder-consent"].state is State.MET
    assert checked("cambio-cliente-factura-a-ws", items)["holder-consent"].state is State.MISSING


def test_the_requester_may_confirm_what_only_they_can_see():
    confirmed = checked("cambio-a-productivo", confirmed=["dian-enabled", "set-approved"])
    assert confirmed["dian-enabled"].state is State.MET
    assert confirmed["set-approved"].state is State.MISSING, "what the portal sees is not confirmed by word"


def test_a_confirmation_does_not_overrule_what_the_portal_knows():
    known = checked("cambio-a-productivo", profile={"ws_client": False}, confirmed=["ws-client"])
    assert known["ws-client"].state is State.MISSING


def test_what_cannot_be_seen_says_how_to_find_out():
    unknown = checked("cambio-a-productivo")["dian-enabled"]
    assert unknown.state is State.UNKNOWN
    assert unknown.proof == unknown.prerequisite.detail
    assert unknown.prerequisite.how_to == "pasar-a-productivo"


def test_prerequisites_follow_the_answer_that_decides_them():
    name = "emision-de-credenciales"
    c2 = checked(name, {"credential": "c2"})
    c3 = checked(name, {"credential": "c3"})
    assert "c1-tests-done" in c2
    assert "c1-tests-done" not in c3
    assert "set-approved" in c3
    assert "set-approved" not in c2
    assert set(checked(name)) == set(c2) | set(c3)
