"""Taking a result away: the corrected file, the report, the findings for a tracker."""

from __future__ import annotations

from flask import render_template
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from diagnostics.reporters import json as json_reporter
from diagnostics.reporters import text as text_reporter
from portal.i18n import language
from portal.services import corrections, diagnoses
from portal.web.diagnose import presenter
from portal.web.diagnose.found import VERDICTS, blueprint, finished, found, reading


@blueprint.get("/<public_id>/corregido")
@reading
def download(public_id: str) -> Response:
    """The file with all safe corrections."""
    diagnosis = found(public_id)
    fixed, _made = corrections.corrected(diagnosis)
    return _attachment(fixed, f"corregido-{diagnosis.name}", "application/octet-stream")


@blueprint.get("/<public_id>/informe.json")
def report_json(public_id: str) -> Response:
    """The report as JSON."""
    diagnosis = found(public_id)
    body = json_reporter.render([finished(diagnosis).in_language(language())])
    return _attachment(body.encode(), f"{diagnosis.name}.json", "application/json")


@blueprint.get("/<public_id>/informe.txt")
def report_text(public_id: str) -> Response:
    """The report as the command line prints it."""
    diagnosis = found(public_id)
    held = finished(diagnosis)
    style = text_reporter.Style(lang=language())
    sources = diagnoses.texts_of(diagnosis, held)
    body = text_reporter.render(held.in_language(language()), diagnosis.name, sources, style)
    return _attachment(body.encode(), f"{diagnosis.name}.txt", "text/plain; charset=utf-8")


@blueprint.get("/<public_id>/markdown")
def markdown(public_id: str) -> str:
    """The findings to copy into a tracker or a chat."""
    diagnosis = found(public_id)
    held = finished(diagnosis)
    cards = presenter.causes(held.findings(language()))
    body = presenter.markdown(diagnosis.name, str(VERDICTS[held.report.verdict]), cards)
    return render_template("web/diagnose/markdown.html", diagnosis=diagnosis, body=body)


def _attachment(data: bytes, name: str, media_type: str) -> Response:
    response = Response(data, mimetype=None, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{secure_filename(name) or "insumo"}"'
    return response
