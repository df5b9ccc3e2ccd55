"""Every endpoint has its row in the access table, and each role gets exactly what the row says."""

import pytest

from portal.access import ACCESS, COLUMNS, EVERYBODY, word_for
from tests.factories import UserFactory


def test_every_endpoint_has_a_row(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints - set(ACCESS) == set()


def test_no_row_is_left_over(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert set(ACCESS) - endpoints == set()


def test_endpoint_without_row_answers_nobody(app):
    lead = UserFactory(role="lead")
    assert word_for(lead, "nothing.of_that_name") == "-"
    assert word_for(None, "nothing.of_that_name") == "-"


def _address(app, rule) -> str:
    arguments = {
        name: "1" if "int" in type(c).__name__.lower() else "x" for name, c in rule._converters.items()
    }
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, arguments, method=next(iter(rule.methods - {"HEAD", "OPTIONS"})))


@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_is_kept_out_where_the_table_says_so(app, client, sign_in, role):
    if role != "anonymous":
        sign_in(UserFactory(role=role))
    wrong = []
    for rule in app.url_map.iter_rules():
        if ACCESS.get(rule.endpoint, EVERYBODY)[role] != "-":  # a missing row has its own test
            continue
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            response = client.open(_address(app, rule), method=method)
            kept_out = response.status_code == 403 if role != "anonymous" else _asks_to_sign_in(response)
            if not kept_out:
                wrong.append((method, rule.rule, response.status_code))
    assert wrong == []


def _asks_to_sign_in(response) -> bool:
    return response.status_code == 302 and response.location.startswith("/cuenta/ingresar")
