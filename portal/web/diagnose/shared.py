"""What a shared link opens: the report without the file, and with it where its maker chose so."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from typing import cast

from flask import current_app, render_template, request, send_file
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from diagnostics import Finding
from diagnostics.report import entry_name
from portal import access
from portal.i18n import language
from portal.models import ReportShare
from portal.services import diagnoses, sharing
from portal.services.causes import causes_by_severity
from portal.web.diagnose import presenter
from portal.web.diagnose.found import blueprint, finished, reading
from portal.web.diagnose.groups import grouped
from portal.web.diagnose.rejections import named_first

_TOKEN = re.compile(r"(/compartido/)[^/\s?]+")
HEADERS = {
    "Referrer-Policy": "no-referrer",  # the address is the key
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
}


class _HideTokens(logging.Filter):
    """Keep the tokens of addresses out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub(r"\1…", record.getMessage()), ()
        return True


@blueprint.record_once
def keep_tokens_secret(state: BlueprintSetupState) -> None:
    """What Flask logs of a failure names the address that failed."""
    state.app.logger.addFilter(_HideTokens())


@blueprint.after_request
def keep_to_oneself(response: Response) -> Response:
    """No address, no copy and no trace of a shared report leaves its page."""
    if request.endpoint in ("diagnose.shared", "diagnose.shared_file"):
        response.headers.update(HEADERS)
    return response


@blueprint.get("/compartido/<token>")
@reading
def shared(token: str) -> str | Response | tuple[str, int]:
    """The report. Unknown, withdrawn, past its time or somebody else's: the same page."""
    one = sharing.by_token(token)
    if one is None:
        return _nothing()
    if not sharing.opens_for(one, access.signed_in()):
        return _nothing() if access.signed_in() is not None else _sign_in()
    held = finished(one.diagnosis)
    if request.method == "GET":
        sharing.count(one)
    return _page(one, held)


@blueprint.get("/compartido/<token>/archivo")
@reading
def shared_file(token: str) -> Response | tuple[str, int]:
    """The file, of a link that has it in it."""
    one = sharing.by_token(token)
    if one is None or not one.with_file or not sharing.opens_for(one, access.signed_in()):
        return _nothing()
    data = io.BytesIO(diagnoses.content_of(one.diagnosis))
    return send_file(data, "application/octet-stream", as_attachment=True, download_name=one.diagnosis.name)


def _page(one: ReportShare, held: diagnoses.Kept) -> str:
    findings = held.findings(language())
    shown = findings if one.with_file else [sharing.words_only(f) for f in findings]
    cards = [
        replace(c, note=_of_file(held.report.findings[c.index]))
        for c in named_first(presenter.causes(shown, wrapped=held.container is not None), shown)
    ]
    inner, outer = [c for c in cards if not c.outer], [c for c in cards if c.outer]
    text = diagnoses.text_of(one.diagnosis) if one.with_file else ""
    rows = presenter.rows(text, inner) if text else []
    outer_rows = presenter.rows(held.envelope, outer) if one.with_file and held.envelope and outer else []
    placed = {c.index for row in [*rows, *outer_rows] for c in row.cards}
    return render_template(
        "web/diagnose/shared.html",
        share=one,
        last=sharing.last_moment(one),
        diagnosis=one.diagnosis,
        report=held.report,
        counts=causes_by_severity(held.report.findings),
        groups=grouped(cards),
        rows=rows,
        outer_rows=outer_rows,
        loose=[c for c in cards if c.index not in placed],
        lines=len(presenter.lines_of(text)),
    )


def _of_file(finding: Finding) -> Markup:
    """In which file of a ZIP it stands."""
    name = entry_name(finding.container)
    return escape(_("En %(document)s.", document=name)) if name else presenter.NOTHING


def _nothing() -> tuple[str, int]:
    return render_template("web/diagnose/shared_gone.html"), 404


def _sign_in() -> Response:
    return cast(Response, current_app.extensions["security"]._unauthn_handler(None, {}))
