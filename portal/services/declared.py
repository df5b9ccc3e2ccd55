"""What a diagnosed document says of itself, as answers to the questions of a request."""

from __future__ import annotations

import re
from typing import Any

from diagnostics.document import Document
from diagnostics.intake import innermost
from knowledge import load
from knowledge.answer_check import check_answers
from knowledge.catalogue import RequestKind
from portal.models import Diagnosis, Organisation
from portal.nit import check_digit
from portal.services import diagnoses

FIELDS = frozenset(
    {"nit", "prefix", "document_number", "documents", "document_type", "document_types", "environment"}
)
_NUMBER = re.compile(r"([A-Z0-9]*?[A-Z])?[0-9]+", re.ASCII)
_NIT = re.compile(r"[0-9]{5,15}", re.ASCII)
_TYPES = {
    "invoice": "invoice",
    "credit_note": "credit-note",
    "debit_note": "debit-note",
    "support": "support-document",
}


def answers(kind: RequestKind, diagnosis: Diagnosis | None, organisation: Organisation) -> dict[str, Any]:
    """Field -> value of the questions that the document itself answers; only what each question takes."""
    if diagnosis is None or FIELDS.isdisjoint(q.field for q in kind.questions):
        return {}
    # The kept bytes hold the document alone: an envelope with its password was never kept.
    document = innermost(diagnoses.content_of(diagnosis), load(), diagnoses.LIMITS).document
    if document is None:
        return {}
    told = _told(document, organisation)
    found = {q.field: told[q.field] for q in kind.questions if told.get(q.field)}
    wrong = {p.field for p in check_answers(kind, found)}
    return {field: value for field, value in found.items() if field not in wrong}


def _told(document: Document, organisation: Organisation) -> dict[str, Any]:
    number = document.value("doc.number") or ""
    issuer = document.value("doc.issuer_nit") or ""
    parts = _NUMBER.fullmatch(number)
    kind = _TYPES.get(document.kind, "")
    return {
        "nit": f"{int(issuer):,}".replace(",", ".") + f"-{check_digit(issuer)}"
        if _NIT.fullmatch(issuer)
        else "",
        "prefix": document.value("numbering.prefix") or (parts[1] if parts else ""),
        "document_number": number,
        "documents": number,
        "document_type": kind,
        "document_types": [kind] if kind else [],
        "environment": _environment(document.value("doc.environment"), issuer, organisation),
    }


def _environment(code: str | None, issuer: str, organisation: Organisation) -> str:
    """C1 issues with a test NIT, C2 with that of the company: both say 2."""
    if code == "1":
        return "production-c3"
    if code != "2":
        return ""
    return "demo-dian-c2" if issuer == organisation.nit else "demo-c1"
