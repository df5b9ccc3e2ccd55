"""A broken source is refused with file, place and reason; a good one is compiled once and then read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

import knowledge
from knowledge.compile import BrokenKnowledge, compile_sources, compiled, read_sources

HOME = Path(knowledge.__file__).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources, to break."""
    target = tmp_path / "knowledge"
    shutil.copytree(HOME, target, ignore=shutil.ignore_patterns(".build", "__pycache__"))
    return target


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), "utf-8")

    return do


def append(name: str, text: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as out:
            out.write(text)

    return do


def write(name: str, text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text(text, "utf-8")


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


TOTALS, CONTEXT = "rules/totals.yaml", "rules/context.yaml"
FIRST_RULE = (HOME / CONTEXT).read_text("utf-8").split("\n- rule")[0]
HOLIDAY = next(
    line for line in (HOME / "holidays.yaml").read_text("utf-8").split("\n") if "2024-01-01" in line
)
BREAKS = {
    "no YAML": (append("rules/dates.yaml", "\n  - [\n"), "rules/dates.yaml", ""),
    "no front matter": (change("articles/test-set-id.md", "---", "--"), "articles/test-set-id.md", ""),
    "a key too many": (
        change(TOTALS, "  severity:", "  colour: red\n  severity:"),
        TOTALS,
        "colour",
    ),
    "a key too few": (change(TOTALS, "  level: 3\n", ""), TOTALS, "level"),
    "another severity": (
        change(TOTALS, "severity: error", "severity: fatal"),
        TOTALS,
        "fatal",
    ),
    "a tax without page": (change("taxes/unstated.yaml", "tax: '20'", "tax: '99'"), "codes/taxes.csv", "20"),
    "a page without tax": (change("taxes/unstated.yaml", "tax: '20'", "tax: '99'"), "taxes/", "99"),
    "a tax twice": (change("taxes/unstated.yaml", "tax: '20'", "tax: '21'"), "taxes/", "dos veces"),
    "a method that is not": (
        change("codes/taxes.csv", "tributo,nominal_per_100,", "tributo,nominal_per_1000,"),
        "codes/taxes.csv",
        "nominal_per_1000",
    ),
    "a method's word that is not": (
        change("taxes/_shared.yaml", "  percent: {es: tarifa", "  percents: {es: tarifa"),
        "taxes/_shared.yaml",
        "percent",
    ),
    "a tax's rule that is not": (
        change("taxes/percent.yaml", "judged: tax-rate", "judged: tax-rates"),
        "taxes/",
        "tax-rates",
    ),
    "a tax's rates that are not": (
        change("taxes/percent.yaml", "list: tax_rates_inc", "list: tax_rates_incc"),
        "taxes/",
        "tax_rates_incc",
    ),
    "a tax of which nothing is told": (
        change(
            "taxes/unstated.yaml",
            "  unknown: 'Ni su tarifa ni su fórmula están en las tablas que usamos.'\n",
            "",
        ),
        "taxes/unstated.yaml",
        "/0",
    ),
    "a hash's field that is not": (
        change("hashes/cufe.yaml", "field: doc.cufe", "field: doc.cuffe"),
        "hashes/cufe.yaml",
        "doc.cuffe",
    ),
    "a hash's rule that is not": (
        change("hashes/qr.yaml", "rules: [qr-text-fits", "rules: [qr-fits"),
        "hashes/qr.yaml",
        "qr-fits",
    ),
    "an ingredient without example": (
        change("hashes/cufe.yaml", "issuer: '700085371', ", ""),
        "hashes/cufe.yaml",
        "issuer",
    ),
    "an algorithm that is not": (
        change("hashes/cufe.yaml", "algorithm: sha384", "algorithm: md5"),
        "hashes/cufe.yaml",
        "md5",
    ),
    "a field that is not": (
        change(TOTALS, "fields: [line.total", "fields: [line.totl"),
        TOTALS,
        "line.totl",
    ),
    "an article that is not": (
        change(TOTALS, "articles: [totales-y-redondeo", "articles: [totales"),
        TOTALS,
        "totales",
    ),
    "a request that is not": (
        change(TOTALS, "requests: [calculo-de-impuestos", "requests: [calculo"),
        TOTALS,
        "calculo",
    ),
    "a response to nowhere": (
        change("responses/account.yaml", "request: ", "request: no-"),
        "responses/account.yaml",
        "no-",
    ),
    "a list that is not": (
        change("structure/factura.yaml", "list: currencies", "list: coins"),
        "structure",
        "coins",
    ),
    "a source that is not": (change(TOTALS, "toolbox-1.9", "toolbox-0.9"), TOTALS, "toolbox-0.9"),
    "a field's source that is not": (
        change("structure/factura.yaml", "source: [S2, S3, S4, S5]", "source: [S99]"),
        "structure",
        "S99",
    ),
    "a list's source that is not": (
        change("codes/lists.yaml", "source: toolbox-1.9", "source: elsewhere"),
        "codes/lists.yaml",
        "elsewhere",
    ),
    "a rule twice": (
        append(CONTEXT, (HOME / CONTEXT).read_text("utf-8").split("\n- rule")[0]),
        "rules",
        "dos veces",
    ),
    "a key twice": (append("requests/revision-de-insumo.yaml", "\nlevel: 3\n"), "requests", "level"),
    "a file missing": (remove("sources.yaml"), "sources.yaml", "falta"),
    "what is shared missing": (remove("requests/_shared.yaml"), "requests/_shared.yaml", "falta"),
    "a list's rows missing": (remove("codes/currencies.csv"), "codes/lists.yaml", "codes/currencies.csv"),
    "a list without rows": (write("codes/currencies.csv", ""), "codes/currencies.csv", "filas"),
    "a list without its code": (
        write("codes/currencies.csv", "a,in\n1,both\n"),
        "codes/currencies.csv",
        "code",
    ),
    "a row cut off": (append("codes/currencies.csv", "XXY,Uno\n"), "codes/currencies.csv", "celdas"),
    "a row of nobody's list": (
        append("codes/currencies.csv", "XXY,Uno,País,ours\n"),
        "codes/currencies.csv",
        "ours",
    ),
    "a row twice": (
        append("codes/claim_concepts.csv", "02,Mercancía no entregada,both\n"),
        "codes/claim_concepts.csv",
        "02 está dos veces",
    ),
    "rows of no list": (write("codes/coins.csv", "code\n1\n"), "codes/coins.csv", "lists.yaml"),
    "a kind of file that nobody reads": (write("rules/more.yml", "[]"), "rules/more.yml", "no se lee"),
    "a check that does not exist": (
        change("rules/parties.yaml", "check: {same:", "check: {equal:"),
        "rules/parties.yaml",
        "equal",
    ),
    "a check of no field": (
        change("rules/parties.yaml", "second: acquirer.nit,", "second: acquirer.nitt,"),
        "rules/parties.yaml",
        "acquirer.nitt",
    ),
    "a condition on no field": (
        change(
            "structure/factura.yaml", "when: {field: doc.operation_type", "when: {field: doc.operation_typ"
        ),
        "structure",
        "doc.operation_typ",
    ),
    "two fields of one id": (
        change("structure/factura.yaml", "id: doc.issuer_nit", "id: doc.acquirer_nit"),
        "structure",
        "doc.acquirer_nit está dos veces",
    ),
    "a holiday twice": (
        change("holidays.yaml", "holidays:\n", f"holidays:\n{HOLIDAY}\n"),
        "holidays.yaml",
        "2024-01-01",
    ),
    "a holiday without date": (change("holidays.yaml", "date:", "day:"), "holidays.yaml", ""),
}


def test_the_copy_is_good(copy: Path) -> None:
    assert compile_sources(read_sources(copy))["rules"]


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_source_is_refused_with_place_and_reason(copy: Path, name: str) -> None:
    do, file, word = BREAKS[name]
    do(copy)
    with pytest.raises(BrokenKnowledge) as caught:
        compile_sources(read_sources(copy))
    near = [p for p in caught.value.problems if p[0].startswith(file)]
    assert near, caught.value.problems
    where, pointer, reason = near[0]
    assert reason
    assert word in f"{pointer} {reason}"
    assert where in str(caught.value)


def test_what_an_editor_leaves_is_passed_over(copy: Path) -> None:
    for name in (".dates.yaml.swp", "dates.yaml~"):
        write(f"rules/{name}", "- [")(copy)
    assert compile_sources(read_sources(copy))["rules"]


def test_the_compiled_form_is_read_the_second_time(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, version = compiled(copy)
    (kept,) = (copy / ".build").glob("*.json")
    assert kept.stem == version

    def fail(sources: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("knowledge.compile.compile_sources", fail)
    assert compiled(copy) == (first, version)


def test_another_source_is_another_version(copy: Path) -> None:
    _, before = compiled(copy)
    append("articles/test-set-id.md", "\nUna línea más.\n")(copy)
    _, after = compiled(copy)
    assert after != before
    assert [p.stem for p in (copy / ".build").glob("*.json")] == [after]


def test_a_damaged_compiled_form_is_made_again(copy: Path) -> None:
    first, version = compiled(copy)
    (copy / ".build" / f"{version}.json").write_bytes(b"{")
    assert compiled(copy) == (first, version)
    assert orjson.loads((copy / ".build" / f"{version}.json").read_bytes()) == first


def test_the_whole_is_loaded_once() -> None:
    assert knowledge.load() is knowledge.load()
    assert len(knowledge.load().version) == 12
