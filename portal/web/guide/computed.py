"""Taxes and hashes: what is worked out from a document, and how."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from knowledge import load
from portal.access import signed_in
from portal.services import diagnoses
from portal.web.diagnose.found import diagnosing
from portal.web.guide import hashes as hash_pages
from portal.web.guide import taxes as tax_pages
from portal.web.guide.base import blueprint, unknown
from portal.web.guide.calculator import Answer, HashForm, answers, content_of


@blueprint.get("/impuestos")
def taxes() -> str:
    """All taxes and withholdings."""
    return render_template("web/guide/taxes.html", taxes=load().taxes.values())


@blueprint.get("/impuestos/<name>")
def tax(name: str) -> str | Response | Redirect:
    """One tax by its code; any name of it leads there."""
    knowledge = load()
    if name in knowledge.taxes:
        return render_template(
            "web/guide/tax.html", page=tax_pages.tax_page(knowledge, knowledge.taxes[name])
        )
    found = tax_pages.named(knowledge, name.replace("-", " "))
    return redirect(url_for("guide.tax", name=found.tax), 301) if found else unknown(name, "tax")


@blueprint.get("/huellas")
def hashes() -> str:
    """The codes that are computed from a document."""
    return render_template("web/guide/hashes.html", hashes=load().hashes.values(), form=HashForm())


@blueprint.get("/huellas/<name>")
def hash_(name: str) -> str | Response | Redirect:
    """One of them, with its example worked out now."""
    knowledge = load()
    found = knowledge.hashes.get(name)
    if found is None:
        lower = next((h for h in knowledge.hashes.values() if name.lower() in (h.hash, h.name.lower())), None)
        return redirect(url_for("guide.hash_", name=lower.hash), 301) if lower else unknown(name, "hash")
    return render_template(
        "web/guide/hash.html", page=hash_pages.hash_page(knowledge, found), form=HashForm()
    )


@blueprint.get("/huellas/calcular")
def calculator() -> str:
    """The form."""
    return _calculator(HashForm(), [], [])


@blueprint.post("/huellas/calcular")
@diagnosing
def compute() -> str | tuple[str, int]:
    """The hashes of what was given. Not kept, not written down, and the secret is not in the answer."""
    form = HashForm()
    form.validate()
    data, errors = content_of(form)
    found = []
    if not errors:
        with diagnoses.turn(signed_in(), diagnoses.PATIENCE) as ours:
            if not ours:
                raise diagnoses.Busy
            found = answers(data, form)
    if not errors and not found:
        none = _("No trae un documento UBL. En un insumo del proveedor los códigos los calcula él al firmar.")
        errors.append(("file", none))
    form.technical_key.data = form.software_pin.data = ""
    page = _calculator(form, errors, found)
    return (page, 422) if errors else page


def _calculator(form: HashForm, errors: list[tuple[str, str]], found: list[Answer]) -> str:
    return render_template("web/guide/compute.html", form=form, errors=errors, answers=found)
