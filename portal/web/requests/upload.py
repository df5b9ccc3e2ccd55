"""What comes in on a page about an input: an upload, a pasted text, an earlier diagnosis, or reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from flask import Request
from flask_babel import gettext as _

from knowledge.questions import Attachment
from portal.errors import Refused
from portal.i18n import text
from portal.models import Diagnosis, Organisation, User
from portal.services import diagnoses, drafts, gate
from portal.services.file_types import check_attachment

INPUT_FILE, INPUT_TEXT, EARLIER = "file", "text", "diagnostico"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was made of it: a diagnosis of a new input, or reasons against findings of the present one."""

    diagnosis: Diagnosis | None = None
    disputes: list[dict[str, Any]] | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)


def receive(user: User, organisation: Organisation, present: Diagnosis | None, sent: Request) -> Outcome:
    """Read the page's form. `present`: the diagnosis that the page was about."""
    earlier = sent.form.get(EARLIER, "")
    if earlier:
        found = drafts.diagnosis_at(user, earlier)
        if found is None:
            return Outcome(errors=[(EARLIER, _("Ese diagnóstico ya no existe. Suba el insumo de nuevo."))])
        return Outcome(diagnosis=found)
    file = sent.files.get(INPUT_FILE)
    if file is not None and file.filename:
        data, name = file.read(), file.filename
    else:
        data, name = sent.form.get(INPUT_TEXT, "").encode(), _("insumo pegado")
    if data.strip():
        return Outcome(
            diagnosis=diagnoses.start(data, name, user=user, organisation=organisation, previous=present)
        )
    if file is not None and file.filename:
        return Outcome(errors=[(INPUT_FILE, _("%(name)s está vacío. Suba el insumo completo.", name=name))])
    if present is not None:
        return Outcome(disputes=gate.disputes_from(present, _reasons(sent.form)))
    return Outcome()


def _reasons(form: Mapping[str, str]) -> dict[int, str]:
    named = ((key.removeprefix("reason-"), value) for key, value in form.items() if key.startswith("reason-"))
    return {int(index): value for index, value in named if index.isascii() and index.isdigit()}


def check(data: bytes, name: str, item: Attachment) -> None:
    """Refuse a file whose content is not of a type that the item takes, saying what to attach."""
    check_attachment(data, name, item.max_mb)
    if PurePath(name).suffix.lstrip(".").casefold().replace("jpeg", "jpg") not in item.accept:
        accepted = ", ".join(extension.upper() for extension in item.accept)
        raise Refused(
            "file-type",
            _("%(item)s: adjunte %(accepted)s.", item=text(item.label), accepted=accepted),
        )
