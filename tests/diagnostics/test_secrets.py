"""Passwords are taken out of what is kept or shown, in whatever form they came, and nothing moves by it."""

from collections.abc import Callable

import pytest

from diagnostics import diagnose
from diagnostics.secrets import blank, mask
from tests.effort import at_most

SECRET = "0f" * 32
ENTITIES = "".join(f"&#x{ord(sign):x};" for sign in SECRET)
FORMS = {
    "element": f"<password>{SECRET}</password>",
    "prefix and attribute": f'<u:Password xsi:type="xsd:string">\n  {SECRET}\n</u:Password>',
    "section": f"<password><![CDATA[{SECRET}]]></password>",
    "comment before": f"<password><!-- suya -->{SECRET}</password>",
    "entities": f"<password>{ENTITIES}</password>",
    "never closed": f"<password>{SECRET}",
    "another name": f"<contrasena>{SECRET}</contrasena>",
    "no hash": "<clave>Secreta.2026</clave>",
    "unknown parameter": f"<llave2>{SECRET.upper()}</llave2>",
    "json": '{"username": "901143311", "password": "Secreta.2026"}',
    "json with blanks": '{"password": "dos Secreta.2026", "x": 1}',
    "json with an escape": r'{"password": "una \"Secreta.2026", "x": 1}',
    "not closed": '{"password": "dos Secreta.2026\n',
    "long": f"password={'a' * 300}Secreta.2026&x=1",
    "long section": f"<password><![CDATA[{' ' * 400}Secreta.2026]]></password>",
    "long comment": f"<password><!--{'x' * 400}-->Secreta.2026</password>",
    "header": "Authorization: Basic SecretaMuyLarga=",
    "form": "username=901143311&password=Secreta.2026&x=1",
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("clean", [mask, blank])
def test_nothing_of_it_is_left_and_nothing_moves(name: str, clean: Callable[[str], str]) -> None:
    text = FORMS[name]
    kept = clean(text)
    for secret in (SECRET, SECRET.upper(), ENTITIES, "Secreta"):
        assert secret not in kept
    assert len(kept) == len(text)
    assert kept.count("\n") == text.count("\n")


def test_what_is_no_password_stays() -> None:
    cufe = "ab" * 48
    text = f"<username>901143311</username><password/>\n<CUFE>{cufe}</CUFE><xmlBase64>PD94bWw=</xmlBase64>"
    assert mask(text) == blank(text) == text


def test_words_that_begin_alike_stay() -> None:
    text = '{"pasos": 3, "pasarela": "web"} paso: 2'
    assert mask(text) == blank(text) == text


def test_what_is_kept_keeps_the_shape() -> None:
    assert blank(f"<password>{SECRET}</password>") == f"<password>{'0' * 64}</password>"
    assert blank("<password>corta</password>") == "<password>*****</password>"


def test_a_quoted_start_is_masked() -> None:
    report = diagnose(f"password={SECRET}&username=901143311".encode())
    assert SECRET[:20] not in str(report.to_dict())


@pytest.mark.parametrize(
    "piece",
    [
        "<password>",
        "<password><![CDATA[",
        "<password><!--",
        "password=",
        'password="',
        "password='\\\\",
        "pass",
        "authorization:",
    ],
)
def test_many_beginnings_take_bounded_work(piece: str) -> None:
    with at_most(10):
        mask(piece * (2_000_000 // len(piece)))
