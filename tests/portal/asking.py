"""Walking through a request with a browser: start it, answer its pages, send it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from knowledge import load
from portal.extensions import db
from portal.models import RequestDraft, Ticket

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def start(browser: FlaskClient, kind: str, **data: Any) -> str:
    """The address of a new draft."""
    response = browser.post(f"/solicitudes/{kind}", data=data)
    assert response.status_code == 302, response.get_data(as_text=True)
    found = re.search(r"/solicitudes/borrador/[\w-]+", response.headers["Location"])
    assert found is not None, response.headers["Location"]
    return found[0]


def form_of(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as a form sends them."""
    return {f: ("1" if v is True else v if isinstance(v, list) else str(v)) for f, v in answers.items()}


def answer_all(browser: FlaskClient, draft: str, kind: str, answers: dict[str, Any]) -> None:
    """Fill in every page, in the order of the kind."""
    for page in load().requests[kind].pages:
        if page.place == "flow":
            named = {q.field: answers[q.field] for q in page.questions if q.field in answers}
            response = browser.post(f"{draft}/pagina/{page.page}", data=form_of(named))
            assert response.status_code == 302, (page.page, response.get_data(as_text=True))


def attach(browser: FlaskClient, draft: str, *items: str) -> None:
    """Send a PDF for each item."""
    data: dict[str, Any] = {item: (BytesIO(PDF), f"{item}.pdf") for item in items}
    response = browser.post(f"{draft}/archivos", data=data, content_type="multipart/form-data")
    assert response.status_code == 302, response.get_data(as_text=True)


def send(browser: FlaskClient, draft: str, **data: Any) -> Ticket:
    """Send it, and give the ticket."""
    response = browser.post(f"{draft}/revisar", data=data)
    assert response.status_code == 302, response.get_data(as_text=True)
    ticket = db.session.get(Ticket, int(response.headers["Location"].rpartition("-")[2]))
    assert ticket is not None
    return ticket


def upload(browser: FlaskClient, draft: str, content: bytes, name: str = "factura.xml") -> None:
    """Upload an input in the flow."""
    data = {"file": (BytesIO(content), name)}
    response = browser.post(f"{draft}/insumo", data=data, content_type="multipart/form-data")
    assert response.status_code == 302, response.get_data(as_text=True)


def draft_row() -> RequestDraft:
    """The only draft."""
    return db.session.scalars(select(RequestDraft)).one()
