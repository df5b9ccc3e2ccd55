"""SOAP: a request to the web service with the document that it carries, or an answer with what it says and brings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from diagnostics import base64, carried, envelope
from diagnostics.foreign import foreign_kind
from diagnostics.opened import Opened, Trouble
from diagnostics.places import Place, begins, place_of
from diagnostics.positions import lines_and_columns
from diagnostics.readers.xml import local_name
from knowledge import Knowledge

if TYPE_CHECKING:
    from diagnostics.intake import Intake

ANSWER = "Response"
"""What the name of an answer ends in, behind that of its method."""
MOST_FIELDS = 200


def read(opened: Opened, element: etree._Element, intake: Intake) -> None:
    """Judge an envelope, then open what it carries."""
    opened.format = "soap"
    call = envelope.call_of(element)
    name = local_name(call.tag) if call is not None else ""
    if call is not None and (name.endswith(ANSWER) or name == "Fault"):
        _answer(opened, call, name.removesuffix(ANSWER), intake)
    else:
        _request(opened, element, intake)


def _request(opened: Opened, element: etree._Element, intake: Intake) -> None:
    """A call that carries no document is judged as far as it goes: wrong where the envelope is, else incomplete, for
    there is nothing that could be good."""
    found, troubles = envelope.judge(element, opened.text, intake.knowledge.web_service)
    content, more = carried.content_of(found)
    opened.troubles += troubles + more
    if content is None or found.content is None:
        if found.method is None or found.method.content is None:
            _other(opened, element, found, intake)
        return
    sent = found.content
    place = Place(sent.path, sent.offset, sent.offset, sent.verbatim)
    inner = _held(opened, content, place, found.sent_method, intake)
    wrong_form = carried.wrong_form(found, inner)
    if wrong_form is not None:
        opened.troubles.append(wrong_form)
    if inner.document is not None:
        opened.troubles += carried.against_document(found, inner.document)


def _other(opened: Opened, element: etree._Element, found: envelope.Envelope, intake: Intake) -> None:
    """A call of which it is not known that it carries a document: it may all the same."""
    if _bring(opened, element, found.sent_method, intake) is None and found.method is not None:
        opened.troubles.append(carried.without_document(found))
        opened.complete = any(_is_error(t, intake.knowledge) for t in opened.troubles)


def _answer(opened: Opened, call: etree._Element, method: str, intake: Intake) -> None:
    """What an answer says is explained later; what it brings in base64 is opened, where it is a document."""
    opened.said = opened.text
    place = place_of(opened.text, call)
    detail = _bring(opened, call, method, intake) or ("fault" if method == "Fault" else "nothing")
    args = {"method": method, "field": method, "detail": detail}
    opened.troubles.append(Trouble("soap-answer", args, place.offset, local_name(call.tag), path=place.path))
    opened.complete = opened.complete and detail == "document"


def _bring(opened: Opened, call: etree._Element, method: str, intake: Intake) -> str | None:
    """Open what stands in base64, wherever it is: `document`, or what else it is (`pdf`, `file`); None for nothing."""
    brought = None
    for field in list(call.iter())[:MOST_FIELDS]:
        value = field.text or ""
        if len(field) or not base64.looks_encoded(value):
            continue
        data = base64.decoded(value).data
        kind = foreign_kind(data) if data is not None else None
        if data is not None and kind in (None, "zip"):
            _held(opened, data, place_of(opened.text, field), method, intake)
            return "document"
        brought = "pdf" if kind == "pdf" else "file"
    return brought


def _held(opened: Opened, content: bytes | str, place: Place, method: str, intake: Intake) -> Opened:
    start = place.value
    if isinstance(content, str):
        start += len(content) - len(content.lstrip())
        inner = intake.open_text(content.strip())
    else:
        inner = intake.open(content)
    line, column = lines_and_columns(opened.text, [start])[start]
    container: dict[str, Any] = {
        "kind": "soap",
        "path": place.path,
        "line": line,
        "column": column,
        "method": method,
    }
    known = begins(opened.text, start, place.verbatim) if isinstance(content, str) else None
    opened.hold(inner, container, known)
    return inner


def _is_error(trouble: Trouble, knowledge: Knowledge) -> bool:
    return (trouble.severity or knowledge.rules[trouble.rule].severity) == "error"
