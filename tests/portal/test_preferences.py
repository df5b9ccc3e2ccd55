"""Language and theme: by cookie on the device, and never a way to another site."""

import pytest

from portal.extensions import db
from portal.models import User
from tests.factories import UserFactory


def test_language_of_the_page_follows_the_choice(client):
    assert 'lang="es"' in client.get("/cuenta/ingresar").text
    client.post("/cuenta/preferencias", data={"language": "en"})
    assert 'lang="en"' in client.get("/cuenta/ingresar").text


def test_language_is_kept_on_the_account(app, sign_in):
    user = UserFactory()
    sign_in(user).post("/cuenta/preferencias", data={"language": "en"})
    assert db.session.get(User, user.id).language == "en"
    assert 'lang="en"' in sign_in(user, app.test_client()).get("/cuenta").text


@pytest.mark.parametrize("data", [{"language": "fr"}, {"theme": "pink"}, {}])
def test_unknown_choice_changes_nothing(client, data):
    assert "Set-Cookie" not in client.post("/cuenta/preferencias", data=data).headers


@pytest.mark.parametrize(
    "address",
    ["https://malo.example", "//malo.example", "/\\malo.example", "\t//malo.example", "javascript:1"],
)
def test_next_stays_on_this_site(client, address):
    response = client.post("/cuenta/preferencias", data={"theme": "dark", "next": address})
    assert response.location == "/"


def test_next_returns_to_the_page(client):
    response = client.post("/cuenta/preferencias", data={"theme": "dark", "next": "/guia/FAU14?x=1"})
    assert response.location == "/guia/FAU14?x=1"


def test_an_english_page_speaks_english(client):
    assert "Diagnosticar" in client.get("/").text
    client.post("/cuenta/preferencias", data={"language": "en"})
    page = client.get("/").text
    assert "Diagnose" in page
    assert "Diagnosticar" not in page


def test_a_first_visit_is_in_spanish_whatever_the_browser_prefers(client):
    shown = client.get("/", headers={"Accept-Language": "en-US,en;q=0.9,es;q=0.5"}).get_data(as_text=True)
    assert '<html lang="es"' in shown
    assert 'value="en"' in shown, "the switch is on the page"
