"""What an article shows is true: inputs get the verdict that they announce, programs run, contexts are taken."""

import ast
import base64
import hashlib
import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics import diagnose
from tests.diagnostics.cases import BASES
from tests.knowledge.article_blocks import ARTICLES, BLOCKS, CLEAN, EXAMPLES, KNOWN, Block, name

PROGRAMS = [b for b in BLOCKS if b.info.startswith("python")]
RUNNING = [b for b in PROGRAMS if b.info == "python run"]
INVOICE = (BASES / f"{CLEAN['factura']}.xml").read_bytes()
WHOLE = {b.slug: b for b in EXAMPLES if "of" not in b.told and b.told["validator"] == "valid"}
XML_FIELD = re.compile(r"<([A-Z]+_\d+)>([^<]*)</")
FLAT_FIELD = re.compile(r"([A-Z]+_\d+):([^;]*);")


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WS_USUARIO", "901143311")
    monkeypatch.setenv("WS_CLAVE", "la clave de la prueba")


@pytest.mark.parametrize("block", BLOCKS, ids=name)
def test_a_block_says_what_it_is(block: Block) -> None:
    assert block.known, block.info


@pytest.mark.parametrize("block", EXAMPLES, ids=name)
def test_an_example_gets_its_verdict(block: Block) -> None:
    report = block.report()
    assert report.verdict == block.told["validator"], [(f.code, f.path, f.message) for f in report.findings]
    if "code" in block.told:
        severity = "error" if block.told["validator"] == "invalid" else "info"
        findings = {c for f in report.findings if f.severity == severity for c in (f.code, f.rule)}
        assert block.told["code"] in findings


def test_every_wrong_example_names_its_finding() -> None:
    assert [b for b in EXAMPLES if b.told["validator"] == "invalid" and "code" not in b.told] == []


@pytest.mark.parametrize("slug", ["integrador-y-archivo-plano", "json-del-portal"])
def test_the_same_invoice_stands_in_all_formats(slug: str) -> None:
    """Both say that they hold the invoice of the first integration, value by value."""
    block = WHOLE[slug]
    held = (
        json_leaves(json.loads(block.text))
        if block.info.startswith("json")
        else FLAT_FIELD.findall(block.text)
    )
    assert list(held) == XML_FIELD.findall(WHOLE["integracion-paso-a-paso"].text)


def json_leaves(node: dict | list) -> Iterator[tuple[str, str]]:
    """(field, value) of a document in JSON, in its order."""
    for field, value in node.items() if isinstance(node, dict) else (("", n) for n in node):
        if isinstance(value, str):
            yield field, value
        else:
            yield from json_leaves(value)


@pytest.mark.parametrize("block", PROGRAMS, ids=name)
def test_a_program_compiles(block: Block) -> None:
    ast.parse(block.text)


@pytest.mark.usefixtures("credentials")
@pytest.mark.parametrize("block", RUNNING, ids=name)
def test_a_program_runs(block: Block, tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(block.text, "utf-8")
    runpy.run_path(str(tmp_path / "program.py"))


@pytest.mark.usefixtures("credentials")
def test_the_request_of_the_first_integration_is_sound(tmp_path: Path) -> None:
    """Its function and its invoice together are a SOAP request without findings of its own."""
    (block,) = [b for b in RUNNING if b.slug == "integracion-paso-a-paso"]
    (tmp_path / "program.py").write_text(block.text, "utf-8")
    envelope = runpy.run_path(str(tmp_path / "program.py"))["sobre"]
    document = base64.b64encode(WHOLE["integracion-paso-a-paso"].text.encode()).decode()
    report = diagnose(envelope("FtechAction.uploadInvoiceFile", xmlBase64=document))
    assert report.verdict == "valid"
    assert report.to_dict()["file"]["format"] == "soap"


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.info.startswith("json")], ids=name)
def test_json_is_json(block: Block) -> None:
    json.loads(block.text)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.info == "json context"], ids=name)
def test_a_context_fits_the_clean_invoice(block: Block) -> None:
    context = json.loads(block.text)
    assert diagnose(INVOICE, context=context).verdict == "valid"
    context["numbering"][0]["number_to"] -= 1
    assert diagnose(INVOICE, context=context).verdict == "invalid"


@pytest.mark.parametrize("article", ARTICLES, ids=lambda a: a.slug)
def test_no_password_stands_in_it(article) -> None:
    """Programs read it from the environment: a hash by itself opens the account. A CUFE has 96 digits."""
    assert re.findall(r"(?<![0-9a-fA-F])[0-9a-fA-F]{64}(?![0-9a-fA-F])", article.body) == []
    for block in (b for b in PROGRAMS if b.slug == article.slug and "sha256" in b.text):
        assert 'hashlib.sha256(os.environ["WS_CLAVE"].encode())' in block.text


@pytest.mark.usefixtures("credentials")
def test_the_password_is_hashed_once(tmp_path: Path) -> None:
    (block,) = [b for b in PROGRAMS if b.slug == "credenciales-c1-c2-c3"]
    (tmp_path / "program.py").write_text(block.text, "utf-8")
    made = runpy.run_path(str(tmp_path / "program.py"))["clave"]
    assert made == hashlib.sha256(b"la clave de la prueba").hexdigest()


def test_there_are_whole_documents_of_each_kind() -> None:
    roots = {block.report().to_dict()["file"]["document"] for block in WHOLE.values()}
    assert roots == set(KNOWN.structure)
