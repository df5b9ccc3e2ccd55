"""XML: a layout, a UBL document, a SOAP envelope, an AttachedDocument with what it holds, or none of ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from diagnostics import namespaces, pasted
from diagnostics.encoding import Decoded
from diagnostics.envelope import is_envelope
from diagnostics.foreign import is_html, unrecognised_html, unrecognised_xml
from diagnostics.limits import OverLimit
from diagnostics.opened import Opened, Trouble
from diagnostics.openers import soap
from diagnostics.openers.attached import NAME, open_held
from diagnostics.readers import ubl, xml
from diagnostics.syntax import xml_trouble

if TYPE_CHECKING:
    from diagnostics.intake import Intake

_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def read(opened: Opened, decoded: Decoded, intake: Intake) -> None:
    """A text that begins with a tag."""
    opened.format = "xml"
    element = _parsed(opened, decoded, intake)
    if element is None:
        return
    text, knowledge, limits = decoded.text, intake.knowledge, intake.limits
    name = xml.local_name(element.tag)
    if name in knowledge.structure:
        opened.root = name
        opened.troubles += namespaces.of_layout(element, text)
        opened.document = xml.read(element, text, knowledge.structure, limits)
        return
    opened.troubles += namespaces.mend(element, text, knowledge.ubl)
    if namespaces.is_ubl(element.tag, knowledge.ubl):
        opened.format, opened.root = "ubl", name
        steps = knowledge.derived.setdefault("ubl_steps", {})
        opened.document = ubl.read(element, text, knowledge.ubl, limits, steps)
        if name == NAME:
            open_held(opened, element, intake)
        elif name == "ApplicationResponse":
            opened.said = pasted.answer_of_dian(element)
    elif is_envelope(element):
        soap.read(opened, element, intake)
    else:
        opened.format = "unknown"
        opened.troubles.append(unrecognised_xml(element.tag, text))


def _parsed(opened: Opened, decoded: Decoded, intake: Intake) -> etree._Element | None:
    """The root of an XML that can be parsed and has no DOCTYPE; else it is said why not."""
    text = decoded.text
    doctype = _doctype(text)
    if doctype is not None:
        if is_html(text[doctype.start() :]):
            opened.troubles.append(unrecognised_html(doctype.start()))
        else:
            opened.troubles.append(Trouble("doctype-forbidden", {}, doctype.start(), doctype[0]))
        return None
    try:
        element = xml.parse(opened.data[decoded.bom :], decoded.codec)
    except etree.XMLSyntaxError as error:
        if "depth" in error.msg:
            raise OverLimit("too-deep", intake.limits.depth) from error
        opened.troubles.append(xml_trouble(error, text))
        return None
    if element.getroottree().docinfo.internalDTD is not None:
        opened.troubles.append(Trouble("doctype-forbidden", {}, 0))
        return None
    return element


def _doctype(text: str) -> re.Match[str] | None:
    """The DOCTYPE of an XML: it stands before the root or nowhere, the same words in a comment or text are none."""
    position = 0
    while skipped := _PROLOG.match(text, position):
        position = skipped.end()
    return _DOCTYPE.match(text, position)
