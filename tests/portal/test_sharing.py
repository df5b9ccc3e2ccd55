"""A report is shared by a link: who opens it, until when, with or without the file, and how it ends."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.access import ACCESS
from portal.clock import now, pretend
from portal.extensions import db, limiter
from portal.models import Diagnosis, DistributorClient, Membership, ReportShare
from portal.services import retention, sharing
from tests.factories import DiagnosisFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.portal.diagnosing import EXAMPLE, page, upload
from tests.wrapped import zipped

SignIn = Callable[..., FlaskClient]
LINK = re.compile(r'id="link" value="http://[^/]+(/diagnosticar/compartido/([\w-]+))"')


@pytest.fixture
def member(app: Flask) -> Membership:
    return MembershipFactory()


@pytest.fixture
def browser(member: Membership, app: Flask, sign_in: SignIn) -> FlaskClient:
    """The maker's."""
    return sign_in(member.user, app.test_client())


@pytest.fixture
def address(browser: FlaskClient) -> str:
    """A report of the maker's organisation."""
    return upload(browser).location


def make(browser: FlaskClient, address: str, audience: str = "link", **more: str) -> str:
    """The address of a new link, as its maker reads it on the page."""
    response = browser.post(f"{address}/compartir", data={"audience": audience, **more})
    assert response.status_code == 302
    found = LINK.search(page(browser, response.location))
    assert found is not None
    return found[1]


def status(browser: FlaskClient, link: str) -> int:
    return browser.get(link).status_code


def test_anybody_with_the_link_reads_the_report_without_the_file(
    client: FlaskClient, browser: FlaskClient, address: str
) -> None:
    link = make(browser, address)
    response = client.get(link)
    text = response.get_data(as_text=True)
    for told in (
        "No apto",
        "FAU14",
        "FAJ24b",
        "línea 99",
        "/FACTURA/TOT/TOT_5",
        "Cómo arreglarlo",
        "sin el archivo",
    ):
        assert told in text
    # Nothing of the file: neither source nor values, corrections, accounts or a way to them.
    for hidden in (
        'class="src',
        "<b>147900.00</b>",
        "La cuenta</caption>",
        'class="diff',
        "/archivo",
        "corregi",
    ):
        assert hidden not in text
    assert "<FACTURA>" not in text and "&lt;" not in text
    assert address.rpartition("/")[2] not in text
    assert status(client, f"{link}/archivo") == 404


def test_with_the_tick_the_file_goes_along(client: FlaskClient, browser: FlaskClient, address: str) -> None:
    link = make(browser, address, with_file="y")
    text = page(client, link)
    for told in ('class="src', 'id="L99"', "<b>147900.00</b>", f'href="{link}/archivo"'):
        assert told in text
    file = client.get(f"{link}/archivo")
    assert file.data == EXAMPLE
    assert file.headers["Content-Disposition"].startswith("attachment")
    for private in ("/corregir", "/otra-vez", "csrf_token"):
        assert private not in text.split("<main")[1].split("</main>")[0]


def test_the_tick_is_not_set_and_the_narrowest_audience_is(browser: FlaskClient, address: str) -> None:
    form = page(browser, f"{address}/compartir")
    ticked = re.findall(r'<input type="(\w+)"\s+name="\w+"\s+value="(\w+)"\s+checked', form)
    assert ticked == [("radio", "organisation")]


@pytest.mark.parametrize("link_of", ["live", "unknown", "expired"])
def test_headers_keep_the_address_to_itself(
    client: FlaskClient, browser: FlaskClient, address: str, link_of: str
) -> None:
    link = make(browser, address, with_file="y") if link_of != "unknown" else "/diagnosticar/compartido/x"
    with pretend(now() + timedelta(days=8 if link_of == "expired" else 0)):
        for path in (link, f"{link}/archivo"):
            headers = client.get(path).headers
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["X-Robots-Tag"].startswith("noindex")
            assert "no-store" in headers["Cache-Control"]


def test_token_is_kept_as_a_hash_and_shown_once(browser: FlaskClient, address: str) -> None:
    token = make(browser, address).rpartition("/")[2]
    assert len(token) == 32
    row = db.session.scalars(select(ReportShare)).one()
    assert token not in [str(value) for value in vars(row).values()]
    assert token not in page(browser, f"{address}/compartir")


def test_token_of_a_page_that_fails_is_not_logged(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(token: str) -> None:
        raise RuntimeError("broken")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(sharing, "by_token", broken)
    assert client.get("/diagnosticar/compartido/secreto-irrepetible").status_code == 500
    assert "/compartido/…" in caplog.text
    assert "secreto-irrepetible" not in caplog.text


def test_seven_days_and_no_longer(client: FlaskClient, browser: FlaskClient, address: str) -> None:
    link = make(browser, address)
    with pretend(now() + timedelta(days=7, seconds=-2)):
        assert status(client, link) == 200
    with pretend(now() + timedelta(days=7, seconds=1)):
        assert status(client, link) == 404
        assert "Venció" in page(browser, f"{address}/compartir")


def test_withdrawn_at_once_and_every_dead_link_reads_the_same(
    client: FlaskClient, browser: FlaskClient, address: str
) -> None:
    link = make(browser, address)
    number = db.session.scalars(select(ReportShare.id)).one()
    assert status(client, link) == 200
    assert browser.post(f"{address}/compartir/{number}/retirar").status_code == 302
    assert "Retirado" in page(browser, f"{address}/compartir")
    old = make(browser, address)
    with pretend(now() + timedelta(days=8)):
        expired = client.get(old)
    gone = [client.get(link), expired, client.get("/diagnosticar/compartido/nunca-existio")]
    assert {response.status_code for response in gone} == {404}
    assert len({_without_numbers(response.text) for response in gone}) == 1
    assert "Pida uno nuevo" in gone[0].text


def _without_numbers(text: str) -> str:
    """A page without what differs between two calls of the same one: its own address, the hour of the desk."""
    text = re.sub(r'name="(next|csrf_token)" value="[^"]*"', "", text)
    return re.sub(r'<span class="open-now.*?</span>', "", text, flags=re.DOTALL)


def test_link_of_the_organisation_opens_for_its_people_only(
    app: Flask, client: FlaskClient, browser: FlaskClient, address: str, member: Membership, sign_in: SignIn
) -> None:
    link = make(browser, address, "organisation")
    colleague = MembershipFactory(organisation=member.organisation, right="member")
    assert status(sign_in(colleague.user, app.test_client()), link) == 200
    strangers = [
        MembershipFactory().user,
        *(UserFactory(role=role) for role in ("agent", "lead", "administrator")),
    ]
    for stranger in strangers:
        assert status(sign_in(stranger, app.test_client()), link) == 404
        assert status(sign_in(stranger, app.test_client()), f"{link}/archivo") == 404
    nobody = client.get(link)
    assert nobody.status_code == 302 and nobody.location.startswith("/cuenta/ingresar")
    assert nobody.headers["Referrer-Policy"] == "no-referrer"
    with pretend(now() + timedelta(days=30)):  # as long as the diagnosis is kept
        assert status(browser, link) == 200
    with pretend(now() + timedelta(days=app.config["RETENTION_DAYS"], seconds=1)):
        assert status(browser, link) == 404


def test_who_is_removed_from_the_organisation_loses_it(
    app: Flask, client: FlaskClient, browser: FlaskClient, address: str, member: Membership, sign_in: SignIn
) -> None:
    boss = sign_in(MembershipFactory(organisation=member.organisation).user, app.test_client())
    ours, anybodys = make(browser, address, "organisation"), make(browser, address)
    theirs = make(boss, address)
    db.session.delete(member)
    db.session.commit()
    assert status(browser, ours) == 404
    # Nor do the links that this person made go on: they were worth what the right of their maker was.
    assert status(client, anybodys) == 404
    assert status(boss, ours) == 404
    assert "ya no ve este informe" in page(boss, f"{address}/compartir")
    assert browser.get(f"{address}/compartir").status_code == 403
    assert browser.post(f"{address}/compartir", data={"audience": "link"}).status_code == 403
    assert status(client, theirs) == 200


def test_link_of_a_closed_account_ends(
    client: FlaskClient, browser: FlaskClient, address: str, member: Membership
) -> None:
    link = make(browser, address)
    member.user.active = False
    db.session.commit()
    assert status(client, link) == 404


def test_distributor_shares_only_while_its_client_consents(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    seller = MembershipFactory(
        user=UserFactory(role="distributor"), organisation=OrganisationFactory(kind="distributor")
    )
    owner = MembershipFactory()
    bond = DistributorClient(
        distributor_id=seller.organisation_id, client_id=owner.organisation_id, consented_at=now()
    )
    db.session.add(bond)
    address = upload(sign_in(owner.user, app.test_client())).location
    link = make(sign_in(seller.user, app.test_client()), address)
    assert status(client, link) == 200
    db.session.delete(bond)
    db.session.commit()
    assert status(client, link) == 404


def test_another_organisation_neither_sees_nor_makes_nor_withdraws(
    app: Flask, client: FlaskClient, browser: FlaskClient, address: str, sign_in: SignIn
) -> None:
    link = make(browser, address)
    number = db.session.scalars(select(ReportShare.id)).one()
    stranger = sign_in(MembershipFactory().user, app.test_client())
    own = upload(stranger).location
    assert stranger.get(f"{address}/compartir").status_code == 404
    assert stranger.post(f"{address}/compartir", data={"audience": "link"}).status_code == 404
    assert stranger.post(f"{address}/compartir/{number}/retirar").status_code == 404
    assert stranger.post(f"{own}/compartir/{number}/retirar").status_code == 404  # a link of another report
    assert status(client, link) == 200


def test_support_shares_no_clients_report(
    app: Flask, browser: FlaskClient, address: str, sign_in: SignIn
) -> None:
    for role in ("agent", "lead"):
        staff = sign_in(UserFactory(role=role), app.test_client())
        assert "/compartir" not in page(staff, address)
        assert staff.get(f"{address}/compartir").status_code == 403
        assert staff.post(f"{address}/compartir", data={"audience": "link"}).status_code == 403
    assert f'href="{address}/compartir"' in page(browser, address)


def test_report_without_account_is_not_shared_and_says_why(client: FlaskClient) -> None:
    address = upload(client).location
    text = page(client, f"{address}/compartir")
    assert "Sin cuenta no hay enlaces" in text and "30 minutos" in text
    assert f"next={address.replace('/', '%2F')}%2Fcompartir" in text or f"next={address}/compartir" in text
    assert client.post(f"{address}/compartir", data={"audience": "link"}).status_code == 302
    assert db.session.scalars(select(ReportShare)).all() == []


def test_report_of_nobody_but_oneself_has_no_organisation_to_open_for(
    app: Flask, client: FlaskClient, sign_in: SignIn
) -> None:
    alone = sign_in(UserFactory(role="developer"), app.test_client())
    address = upload(alone).location
    assert 'value="organisation"' not in page(alone, f"{address}/compartir")
    assert alone.post(f"{address}/compartir", data={"audience": "organisation"}).status_code == 422
    assert status(client, make(alone, address)) == 200


def test_times_opened_are_counted(client: FlaskClient, browser: FlaskClient, address: str) -> None:
    link = make(browser, address, with_file="y")
    for _ in range(3):
        client.get(link)
    client.head(link)
    client.get(f"{link}/archivo")
    assert "Se abrió 3 veces" in page(browser, f"{address}/compartir")


def test_nothing_chosen_is_said_at_the_field(browser: FlaskClient, address: str) -> None:
    response = browser.post(f"{address}/compartir", data={})
    assert response.status_code == 422
    assert "Elija quién abre el enlace." in response.text


def test_not_more_than_twenty_open_at_once(
    browser: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "OPEN_MAX", 2)
    make(browser, address)
    make(browser, address)
    assert browser.post(f"{address}/compartir", data={"audience": "link"}).status_code == 409
    number = db.session.scalars(select(ReportShare.id)).first()
    browser.post(f"{address}/compartir/{number}/retirar")
    make(browser, address)


def test_links_go_with_their_diagnosis(app: Flask) -> None:
    old = DiagnosisFactory(expires_at=now() + timedelta(hours=1))
    young = DiagnosisFactory(expires_at=now() + timedelta(days=9))
    for one in (old, young):
        sharing.share(one, one.user, "link", with_file=False)
    with pretend(now() + timedelta(hours=2)):
        assert retention.purge() == 1
    assert db.session.scalars(select(ReportShare.diagnosis_id)).all() == [young.id]
    assert db.session.scalars(select(Diagnosis.id)).all() == [young.id]


def test_sixty_a_minute_without_account(app: Flask, client: FlaskClient) -> None:
    limiter.enabled = True
    try:
        answers = [status(client, f"/diagnosticar/compartido/{n}") for n in range(61)]
    finally:
        limiter.reset()
        limiter.enabled = False
    assert answers[:60] == [404] * 60
    assert answers[60] == 429


def test_language_is_changed_from_a_page_that_sends_no_referrer(
    app: Flask, client: FlaskClient, browser: FlaskClient, address: str
) -> None:
    link = make(browser, address)
    app.config.update(WTF_CSRF_ENABLED=True, WTF_CSRF_SSL_STRICT=True)
    https = {"base_url": "https://localhost"}
    shown = client.get(link, **https).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', shown)
    assert token is not None
    sent = {"csrf_token": token[1], "next": link, "language": "en"}
    assert client.post("/cuenta/preferencias", data=sent, **https).location == link
    assert "Not ready" in client.get(link, **https).text
    assert client.post("/cuenta/preferencias", data={"language": "es"}, **https).status_code == 400


def test_every_address_of_a_link_has_its_row() -> None:
    staff = {"agent", "lead", "administrator"}
    for endpoint in ("diagnose.share", "diagnose.unshare"):
        assert {role for role, word in ACCESS[endpoint].items() if word == "-"} == staff | {"anonymous"}
    assert {role for role, word in ACCESS["diagnose.shares"].items() if word == "-"} == staff
    assert set(ACCESS["diagnose.shared"].values()) == {"yes"} == set(ACCESS["diagnose.shared_file"].values())


def test_a_shared_zip_says_in_which_file_each_finding_is(client: FlaskClient, browser: FlaskClient) -> None:
    files = {"mal.xml": EXAMPLE, "../fuera.xml": b"<a/>"}
    batch = page(browser, upload(browser, zipped(files), "lote.zip").location)
    (address,) = {
        str(link["href"])
        for link in BeautifulSoup(batch, "html.parser").select("main a")
        if link.get_text(strip=True) == "lote.zip"
    }
    assert "En mal.xml." in page(client, make(browser, address))


def test_who_may_not_share_is_not_shown_the_button(
    app: Flask, browser: FlaskClient, address: str, member: Membership
) -> None:
    assert f"{address}/compartir" in page(browser, address)
    db.session.delete(member)
    db.session.commit()
    assert f"{address}/compartir" not in page(browser, address)


def test_a_report_without_account_is_not_led_in_circles(
    app: Flask, client: FlaskClient, browser: FlaskClient
) -> None:
    address = upload(app.test_client()).location
    text = page(browser, f"{address}/compartir")
    assert "se hizo sin cuenta" in text and "next=" not in text.partition("<main")[2].partition("</main")[0]
