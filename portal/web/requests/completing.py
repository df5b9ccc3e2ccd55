"""All that a draft still lacks, on one page with one button."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from knowledge.answer_check import check_answers
from portal.clock import BOGOTA, now
from portal.models import RequestDraft
from portal.services import drafts
from portal.web.requests import pages, sheet, writing
from portal.web.requests.found import SENT_BACK, blueprint, kind_named, own_draft


@blueprint.route("/borrador/<public_id>/completar", methods=("GET", "POST"))
def complete(public_id: str) -> Response | str | tuple[str, int]:
    """Fill in what is missing at once. What is right is kept, what stays empty can come later."""
    draft = own_draft(public_id)
    kind = kind_named(draft.kind)
    due = sheet.of_draft(draft, kind)
    if not due.names:
        return redirect(pages.address(draft, pages.REVIEW))
    if request.method == "GET":
        return _page(draft, due, {}, [])
    typed = sheet.read(due, request.form)
    today = now().astimezone(BOGOTA).date()
    problems = [p for p in check_answers(kind, {**draft.answers, **typed}, today=today) if p.field in typed]
    wrong = {p.field for p in problems}
    drafts.save_answers(draft, {f: v for f, v in typed.items() if f not in wrong})
    errors = pages.problems_of(problems) + writing.attach_all(draft, kind)
    left = sheet.of_draft(draft, kind)
    if not errors and left.names == due.names:
        errors = [(due.names[0], _("Responda al menos un dato, o adjunte un archivo."))]
    if errors:
        return _page(draft, left, typed, errors), SENT_BACK
    if set(left.names) - set(due.names):
        flash(_("Guardado. Sus respuestas piden lo siguiente."), "info")
        return redirect(request.path)
    return redirect(pages.address(draft, pages.REVIEW))


def _page(
    draft: RequestDraft, due: sheet.Sheet, typed: dict[str, object], errors: list[tuple[str, str]]
) -> str:
    kind = kind_named(draft.kind)
    return render_template(
        "web/requests/complete.html",
        draft=draft,
        kind=kind,
        sheet=due,
        typed=typed,
        errors=errors,
        input_due=pages.input_is_owed(draft, kind),
        address=pages.address,
    )
