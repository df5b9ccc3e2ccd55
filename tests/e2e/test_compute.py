"""The calculator of hashes by hand, without script: a file and its key in, the pieces out, the key nowhere."""

from __future__ import annotations

from tests.e2e.conftest import NewPage, look
from tests.ubl import BASES

KEY = "fc8eac422eba16e22ffd8c6f94b3f40a6e38162c"


def test_the_page_of_a_hash_computes_it_without_script(new_page: NewPage) -> None:
    for phone in (False, True):
        page = new_page(phone=phone, script=False)
        page.goto("/guia/huellas/cufe")
        page.locator("#file").set_input_files(str(BASES / "factura.xml"))
        page.locator("#technical_key").fill(KEY)
        page.get_by_role("button", name="Calcular").click()
        assert page.locator("main h1").inner_text() == "Calcular CUFE, CUDE y huellas"
        assert "Coincide" in page.locator("main section").first.inner_text()
        assert KEY not in page.content()


def test_what_is_missing_is_said_at_its_field(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/guia/huellas/calcular")
    page.get_by_role("button", name="Calcular").click()
    assert page.title().startswith("Error:")
    look(page, "compute-error")
    page.locator("#file").set_input_files(str(BASES / "nota_credito.xml"))
    page.locator("#software_pin").fill("1")
    page.get_by_role("button", name="Calcular").click()
    assert "No coincide" in page.locator("main").inner_text()
    look(page, "compute-differs")
