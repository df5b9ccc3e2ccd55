"""A pasted answer is explained, its secrets masked."""

from flask.testing import FlaskClient

from tests.portal.diagnosing import SECRET


def test_rejection_is_explained_and_secrets_are_masked(client: FlaskClient) -> None:
    answer = '{"code":"409","error":"Sin folios disponibles para realizar facturacion","pass":"%s"}'
    pasted = answer % SECRET + "\nRegla: FAU14, Rechazo: valor"
    text = client.post("/diagnosticar/rechazo", data={"text": pasted}).get_data(as_text=True)
    assert "El plan no tiene folios" in text
    assert "/guia/FAU14" in text
    assert "Tapamos 1 clave" in text
    assert SECRET not in text


def test_unknown_rejection_is_said_honestly(client: FlaskClient) -> None:
    text = client.post("/diagnosticar/rechazo", data={"text": "buenas tardes a todos"}).get_data(as_text=True)
    assert "No reconocimos esa respuesta" in text
