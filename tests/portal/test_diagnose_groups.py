"""A cause that repeats on many lines is told once, with its lines and how many more there are."""

import re

from flask.testing import FlaskClient
from lxml import html

from diagnostics import diagnose
from portal.web.diagnose.groups import grouped
from portal.web.diagnose.presenter import causes
from tests.inputs import from_xml, to_flat
from tests.portal.diagnosing import EXAMPLE, page, upload

ITEM = re.search(rb"<ITE>.*?</ITE>", EXAMPLE, re.DOTALL)
assert ITEM is not None
BAD = ITEM[0].replace(b"<ITE_5>", b"<ITE_5>x")


def repeated(times: int) -> bytes:
    return EXAMPLE.replace(ITEM[0], b"\n".join([BAD] * times))


def test_a_cause_on_many_lines_is_one_entry_with_its_lines(client: FlaskClient) -> None:
    data = repeated(60)
    tree = html.fromstring(page(client, upload(client, data).location))
    (entry,) = [li for li in tree.xpath(".//ol[@class='fixes']/li") if "money-format" in li.text_content()]
    links = entry.xpath(".//p[@class='places']//a")
    lines = [n for n, line in enumerate(data.decode().split("\n"), 1) if "<ITE_5>x" in line]
    assert [int(a.text_content()) for a in links] == lines[:20]
    assert "y 40 más, iguales" in " ".join(entry.text_content().split())
    assert "en 60 lugares" in entry.text_content()
    ids = {node.get("id") for node in tree.find_class("finding")}
    assert {a.get("href")[1:] for a in links} <= ids


def test_how_many_more_is_said_once_in_the_source(client: FlaskClient) -> None:
    tree = html.fromstring(page(client, upload(client, repeated(60)).location))
    cards = [c.text_content() for c in tree.find_class("finding") if "money-format" in c.text_content()]
    assert len(cards) == 20
    assert sum("más, iguales" in card for card in cards) == 1


def test_different_fields_of_one_rule_stay_apart() -> None:
    data = EXAMPLE.replace(b"<ITE_5>", b"<ITE_5>x").replace(b"<ITE_7>", b"<ITE_7>x")
    groups = grouped(causes(diagnose(data).findings))
    found = [g for g in groups if g.first.finding.rule == "money-format"]
    assert len({g.first.finding.path.rpartition("/")[2] for g in found}) == len(found) > 1


def test_what_is_to_be_done_differs_from_place_to_place(client: FlaskClient) -> None:
    data = EXAMPLE.replace(ITEM[0], ITEM[0] + ITEM[0].replace(b"<ITE_1>1<", b"<ITE_1>7<") * 2)
    groups = grouped(causes(diagnose(data).findings))
    several = [g for g in groups if len(g.cards) > 1]
    assert several
    for group in several:
        first = group.first.finding
        assert group.heading == (first.action if group.same else first.title)


def test_flat_text_names_columns(client: FlaskClient) -> None:
    data = to_flat(*from_xml(repeated(3)))
    tree = html.fromstring(page(client, upload(client, data, "plano.txt").location))
    (entry,) = [li for li in tree.xpath(".//ol[@class='fixes']/li") if "money-format" in li.text_content()]
    told = [a.text_content() for a in entry.xpath(".//p[@class='places']//a")]
    assert len(set(told)) == 3 and all(re.fullmatch(r"columna \d+", words) for words in told)
