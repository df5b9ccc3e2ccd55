"""The estructura base to take away: its schemas and reference, example insumos, and a skeleton made to measure."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, render_template, request

from knowledge import load
from knowledge.generate.choices import Choices, full, samples
from knowledge.generate.files import FILES, REFERENCES, SCHEMAS
from knowledge.generate.formats import FORMATS
from knowledge.generate.insumo import insumo
from portal.clock import BOGOTA, now
from portal.i18n import language
from portal.web.structure.answers import ALLOWANCE_NAMES, asked

blueprint = Blueprint("structure", __name__, url_prefix="/guia/estructura")
SIZES = {"minima": Choices, "completa": full}
"""What an example holds -> what makes it, of a kind and a day."""


@blueprint.get("")
def index() -> str:
    """Everything that there is to take away."""
    kinds = samples()["kinds"]
    return render_template(
        "web/structure/index.html",
        roots=[load().structure[name] for name in dict.fromkeys(kind["root"] for kind in kinds.values())],
        schemas=SCHEMAS,
        references=REFERENCES,
        kinds=kinds,
        formats=FORMATS,
    )


@blueprint.get("/<root>.<any(json, xsd, csv, md):extension>")
def file(root: str, extension: str) -> Response:
    """A schema or the reference of one kind of document, in the language of the page."""
    known = load()
    structure = known.structure.get(root.upper())
    if structure is None:
        abort(404)
    found = FILES[extension]
    return _download(
        found.written(known, structure, language()), f"{structure.name}.{extension}", found.media
    )


@blueprint.get("/ejemplos/<kind>_<any(minima, completa):size>.<any(xml, json, txt):extension>")
def example(kind: str, size: str, extension: str) -> Response:
    """A minimal or a full insumo."""
    if kind not in samples()["kinds"]:
        abort(404)
    text = _written(SIZES[size](kind, _today()), extension)
    return _download(text, f"{kind}_{size}.{extension}", FORMATS[extension][1])


@blueprint.get("/esqueleto")
def skeleton() -> str:
    """The questions, and what comes of the answers once there are any."""
    answers = asked(request.args, _today())
    return render_template(
        "web/structure/skeleton.html",
        told=samples(),
        formats=FORMATS,
        allowances=ALLOWANCE_NAMES,
        answers=answers,
        written=_written(answers.choices, answers.format) if request.args else "",
    )


@blueprint.get("/esqueleto/descargar")
def download() -> Response:
    """The skeleton as a file."""
    answers = asked(request.args, _today())
    return _download(_written(answers.choices, answers.format), answers.name, FORMATS[answers.format][1])


def _today() -> date:
    return now().astimezone(BOGOTA).date()


def _written(choices: Choices, extension: str) -> str:
    known = load()
    root, tree = insumo(known, choices)
    return FORMATS[extension][2](known.structure[root], tree)


def _download(text: str, name: str, media: str) -> Response:
    response = Response(text, content_type=f"{media}; charset=utf-8")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
