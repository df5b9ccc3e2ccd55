"""All that a ticket still lacks, handed in on one page with one button."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from knowledge import load
from knowledge.completeness import INPUT
from portal.errors import Refused
from portal.extensions import db
from portal.i18n import text
from portal.models import StoredFile, Ticket, User
from portal.services import files, missing_items
from portal.services.file_types import check_attachment
from portal.web.requests import forms, sheet, upload
from portal.web.requests.found import SENT_BACK

Errors = list[tuple[str, str]]


def complete(found: Ticket, person: User) -> Response | tuple[str, int] | str:
    """The page and what it sends. What is right is received at once, the rest is asked for again."""
    due = _due(found)
    back = url_for("tickets.show", reference=found.reference)
    if not due.names:
        return redirect(back)
    if request.method == "GET":
        return _page(found, due, {}, [])
    before = len(found.missing)
    typed = sheet.read(due, request.form)
    typed |= {i.item: w for i in due.asked if (w := forms.hide_secrets(request.form.get(i.item, "")).strip())}
    errors = _answers(found, person, due, typed) + _files(found, person, due, typed)
    left = _due(found)
    if not errors and left.names == due.names:
        errors = [(due.names[0], _("Responda al menos un dato, o adjunte un archivo."))]
    if errors:
        return _page(found, left, typed, errors), SENT_BACK
    came = max(1, before - len(found.missing))
    flash(ngettext("Llegó un dato.", "Llegaron %(num)s datos.", came), "success")
    return redirect(request.path if set(left.names) - set(due.names) else back)


def _due(found: Ticket) -> sheet.Sheet:
    kind = load().requests[found.kind]
    wanted = [entry["item"] for entry in found.missing if entry["item"] != INPUT]
    parts = {name: missing_items.item_of(found, name) for name in wanted}
    asked = [what for what, part in filter(None, parts.values()) if part is None]
    return sheet.of(kind, wanted, signing=True, asked=asked)


def _answers(found: Ticket, person: User, due: sheet.Sheet, typed: dict[str, Any]) -> Errors:
    errors: Errors = []
    for question in due.questions:
        # An answer before may have made this one unnecessary.
        if question.field in typed and missing_items.item_of(found, question.field):
            wrong = missing_items.answer(found, person, question, typed[question.field])
            errors += [(p.field, text(p.message)) for p in wrong]
    db.session.commit()
    return errors


def _files(found: Ticket, person: User, due: sheet.Sheet, typed: dict[str, Any]) -> Errors:
    errors: Errors = []
    parts: dict[str, Any] = {file.item: file for file in due.files} | {item.item: None for item in due.asked}
    for name, part in parts.items():
        sent = request.files.get(name if part else f"{name}-file")
        words = "" if part else typed.get(name, "")
        try:
            stored = _kept(sent, part) if sent is not None and sent.filename else None
            if (stored or words) and missing_items.item_of(found, name):
                missing_items.file(found, person, name, stored, words)
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            errors.append((name, str(refused)))
    return errors


def _kept(sent: FileStorage, part: Any) -> StoredFile:
    data, name = sent.read(), sent.filename or ""
    if part is not None:
        upload.check(data, name, part)
    else:
        check_attachment(data, name)
    return files.store(data, name)


def _page(found: Ticket, due: sheet.Sheet, typed: dict[str, Any], errors: Errors) -> str:
    return render_template(
        "web/tickets/complete.html",
        ticket=found,
        sheet=due,
        typed=typed,
        errors=errors,
        input_due=any(entry["item"] == INPUT for entry in found.missing),
    )
