"""Taking a result away: the corrected file, the report, the findings for a tracker."""

from __future__ import annotations

from flask import abort, render_template
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response

from diagnostics.reporters import EXTRACTS, rendered
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style
from portal.i18n import language
from portal.services import corrections
from portal.services.levels import texts_of
from portal.web.diagnose import presenter
from portal.web.diagnose.found import VERDICTS, blueprint, finished, found, reading

FILES = {
    "html": ("html", "text/html; charset=utf-8"),
    "pdf": ("pdf", "application/pdf"),
    "txt": ("text", "text/plain; charset=utf-8"),
    "json": ("json", "application/json"),
    "sarif": ("sarif", "application/sarif+json"),
    "junit.xml": ("junit", "application/xml"),
}
"""Ending of the file -> the reporter's name and the media type."""


@blueprint.get("/<public_id>/corregido")
@reading
def download(public_id: str) -> Response:
    """The file with all safe corrections."""
    diagnosis = found(public_id)
    fixed, _made = corrections.corrected(diagnosis)
    return _attachment(fixed, f"corregido-{diagnosis.name}", "application/octet-stream")


@blueprint.get("/<public_id>/informe.<ending>")
@reading
def report(public_id: str, ending: str) -> Response:
    """The report in one of the formats of FILES, as the command line writes it."""
    if ending not in FILES:
        abort(404)
    diagnosis = found(public_id)
    held = finished(diagnosis)
    format_, media_type = FILES[ending]
    lang = language()
    sources = texts_of(diagnosis, held) if format_ in EXTRACTS else {}
    told = Result(diagnosis.name, held.in_language(lang), sources)
    body = rendered(format_, [told], Style(lang=lang))
    return _attachment(body, f"{diagnosis.name}.{ending}", media_type)


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
