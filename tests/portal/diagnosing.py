"""Uploading in the portal, as the tests of Diagnose do it."""

import io
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

EXAMPLE = (Path(__file__).parents[2] / "docs/example/factura.xml").read_bytes()
SECRET = "0f" * 32


def upload(
    client: FlaskClient, data: bytes = EXAMPLE, name: str = "factura.xml", **more: str
) -> TestResponse:
    body = {"files": (io.BytesIO(data), name), **more}
    return client.post("/diagnosticar", data=body, content_type="multipart/form-data")


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def kept_files(folder: Path) -> list[bytes]:
    """The content of every file below; AssertionError where there is none to look into."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert found, folder
    return found
