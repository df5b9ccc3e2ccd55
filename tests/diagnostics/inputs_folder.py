"""A folder with one input of each outcome, for the tests of the command line."""

from pathlib import Path

import pytest

from tests.diagnostics.cases import base, edited
from tests.diagnostics.test_envelope import request
from tests.inputs import WRITERS

GOOD, BAD, WARN, UNREAD = "buena.xml", "mala.json", "avisos.txt", "foto.xml"
QUERY = "consulta.xml"
"""A request without a document: incomplete, for there is nothing that could be good."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder, which is the working directory."""
    root, tree = base("factura")
    (tmp_path / GOOD).write_bytes(WRITERS["xml"](root, tree))
    bad = edited(tree, [{"path": "/ENC/ENC_15", "value": "4"}, {"path": "/ENC/ENC_7", "value": "05/07/2026"}])
    (tmp_path / BAD).write_bytes(WRITERS["json"](root, bad))
    (tmp_path / WARN).write_bytes(
        WRITERS["flat"](root, edited(tree, [{"path": "/ENC/ENC_8", "value": "10:15:00"}]))
    )
    (tmp_path / UNREAD).write_bytes(b"\x89PNG\r\n")
    (tmp_path / QUERY).write_bytes(request(transaccionID="12345"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
