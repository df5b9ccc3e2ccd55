"""A request that follows from a diagnosis: what the document says need not be typed again."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from knowledge import load
from portal.extensions import db
from portal.models import Diagnosis, User
from portal.services import declared, diagnoses
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.portal import asking
from tests.portal.diagnosing import EXAMPLE

KIND = "revision-de-insumo"
FROM = "Viene del diagnóstico. Cámbielo si no corresponde."


@pytest.fixture
def requester(app: object) -> User:
    made = MembershipFactory(user=UserFactory(name="Ana Ruiz"), organisation=OrganisationFactory()).user
    db.session.commit()
    return made


@pytest.fixture
def browser(requester: User, sign_in: Callable[..., FlaskClient]) -> FlaskClient:
    return sign_in(requester)


def diagnosed(requester: User, data: bytes = EXAMPLE) -> Diagnosis:
    organisation = requester.memberships[0].organisation
    return diagnoses.start(data, "factura.xml", user=requester, organisation=organisation)


def page(browser: FlaskClient, address: str) -> str:
    return str(browser.get(address).get_data(as_text=True))


def test_number_and_environment_are_filled_in_and_say_where_they_come_from(
    browser: FlaskClient, requester: User
) -> None:
    draft = asking.start(browser, KIND, diagnostico=diagnosed(requester).public_id)
    assert asking.draft_row().answers["document_number"] == "TCFA28305"
    shown = page(browser, f"{draft}/pagina/document")
    assert 'value="TCFA28305"' in shown and FROM in shown
    assert FROM in page(browser, f"{draft}/pagina/environment")
    assert page(browser, f"{draft}/revisar").count("viene del diagnóstico") == 2


def test_another_answer_stays_and_the_document_is_quoted(browser: FlaskClient, requester: User) -> None:
    draft = asking.start(browser, KIND, diagnostico=diagnosed(requester).public_id)
    browser.post(f"{draft}/pagina/document", data={"document_number": "TCFA9"})
    shown = page(browser, f"{draft}/pagina/document")
    assert 'value="TCFA9"' in shown and "El insumo dice TCFA28305." in shown


def test_the_corrected_input_brings_its_own_number(browser: FlaskClient, requester: User) -> None:
    draft = asking.start(browser, KIND, diagnostico=diagnosed(requester).public_id)
    asking.upload(browser, draft, EXAMPLE.replace(b"TCFA28305", b"TCFA28306"))
    assert asking.draft_row().answers["document_number"] == "TCFA28306"
    browser.post(f"{draft}/pagina/document", data={"document_number": "TCFA9"})
    asking.upload(browser, draft, EXAMPLE)
    assert asking.draft_row().answers["document_number"] == "TCFA9"


def test_prefix_kind_and_nit_of_the_document(requester: User) -> None:
    organisation = requester.memberships[0].organisation
    told = declared.answers(load().requests["sincronizacion-de-prefijos"], diagnosed(requester), organisation)
    assert told == {
        "nit": "901.143.311-8",
        "document_type": "invoice",
        "prefix": "TCFA",
    }


@pytest.mark.parametrize(
    ("code", "own", "environment"), [("1", False, "production-c3"), ("2", True, "demo-dian-c2")]
)
def test_the_environment_follows_the_code_and_the_company(
    requester: User, code: str, own: bool, environment: str
) -> None:
    organisation = OrganisationFactory(nit="901143311") if own else OrganisationFactory()
    data = EXAMPLE.replace(b"<ENC_20>2<", f"<ENC_20>{code}<".encode())
    told = declared.answers(load().requests[KIND], diagnosed(requester, data), organisation)
    assert told["environment"] == environment


def test_what_the_question_would_not_take_is_not_filled_in(requester: User) -> None:
    organisation = requester.memberships[0].organisation
    data = EXAMPLE.replace(b"TCFA28305", b"factura 28305")
    assert "document_number" not in declared.answers(
        load().requests[KIND], diagnosed(requester, data), organisation
    )


def test_before_starting_and_the_pages_count_the_same_steps(browser: FlaskClient, requester: User) -> None:
    made = diagnosed(requester)
    shown = page(browser, f"/solicitudes/{KIND}?diagnostico={made.public_id}")
    draft = asking.start(browser, KIND, diagnostico=made.public_id)
    assert "11 pasos, 4 ya listos." in shown
    for step, name in ((1, "insumo"), (5, "pagina/environment"), (11, "revisar")):
        assert f"paso {step} de 11" in page(browser, f"{draft}/{name}")


def test_only_the_links_that_help_this_input(browser: FlaskClient, requester: User) -> None:
    made = diagnosed(requester)
    shown = page(browser, f"/solicitudes/{KIND}?diagnostico={made.public_id}")
    helping = shown[shown.index('id="perhaps"') :].split("</section>")[0]
    assert helping.count("<a ") <= 7
    assert "lo señala su diagnóstico" in helping
    assert "Diagnostique el insumo" in page(browser, f"/solicitudes/{KIND}")
