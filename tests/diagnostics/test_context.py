"""What may be told beside a file, and how it is refused."""

from datetime import date

import pytest

from diagnostics import BadContext, Context

GOOD = {
    "technical_key": "fc8eac422eba16e22ffd8c6f94b3f40a6e38162c",
    "software_id": "abc",
    "software_pin": 12345,
    "environment": "2",
    "issuer_nit": "900418207",
    "received_at": "2026-07-31T23:30:00-05:00",
    "numbering": [
        {
            "authorization": "18764058812301",
            "start_date": "2026-01-15",
            "end_date": "2028-01-15",
            "prefix": "",
            "number_from": 1,
            "number_to": "500",
        }
    ],
}


def test_a_whole_context_is_read() -> None:
    told = Context.from_dict(GOOD)
    assert told.today == date(2026, 7, 31)
    assert (told.numbering[0].number_from, told.numbering[0].number_to, told.numbering[0].prefix) == (
        1,
        500,
        "",
    )


def test_secrets_do_not_show_in_its_words() -> None:
    assert "fc8eac" not in repr(Context.from_dict(GOOD))
    assert "12345" not in repr(Context.from_dict(GOOD))


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"llave": "x"}, "/llave"),
        ({"environment": "0"}, "/environment"),
        ({"environment": True}, "/environment"),
        ({"issuer_nit": "900418207-8"}, "/issuer_nit"),
        ({"received_at": "31/07/2026"}, "/received_at"),
        ({"technical_key": 5}, "/technical_key"),
        ({"numbering": {}}, "/numbering"),
        ({"numbering": ["x"]}, "/numbering/0"),
        ({"numbering": [{"hasta": 1}]}, "/numbering/0/hasta"),
        ({"numbering": [{"start_date": "2026-02-30"}]}, "/numbering/0/start_date"),
        ({"numbering": [{"number_to": 1.5}]}, "/numbering/0/number_to"),
        ({"numbering": [{"number_to": -1}]}, "/numbering/0/number_to"),
    ],
)
def test_what_is_not_understood_is_named(change: dict, pointer: str) -> None:
    with pytest.raises(BadContext) as caught:
        Context.from_dict({**GOOD, **change})
    assert caught.value.pointer == pointer
    assert caught.value.expected


@pytest.mark.parametrize("value", [[], "x", 1])
def test_a_context_is_an_object(value: object) -> None:
    with pytest.raises(BadContext):
        Context.from_dict(value)
