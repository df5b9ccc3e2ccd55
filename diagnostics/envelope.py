"""A SOAP request to the web service: the envelope is judged by itself; what it carries see openers/soap.py.

The password opens the account: only its shape is looked at, and nothing of it is kept or shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any

from lxml import etree

from diagnostics.opened import Trouble
from diagnostics.places import place_of
from diagnostics.readers.xml import local_name
from diagnostics.rules.check_digits import check_digit_of
from knowledge.web_service import PASSWORD, Method, WebService

SOAP_NAMESPACES = frozenset(
    {"http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"}
)
MOST_PARAMETERS = 50
"""Parameters that are looked at: the methods have seven at most."""


@dataclass(slots=True)
class Parameter:
    """One parameter as sent; `offset` of its value in the text of the request, `verbatim` where nothing is escaped."""

    name: str
    value: str
    path: str
    offset: int
    verbatim: bool = False


@dataclass(slots=True)
class Envelope:
    """What a request holds, without the password."""

    path: str
    offset: int
    namespace: str = ""
    method: Method | None = None
    sent_method: str = ""
    environment: str | None = None
    username: Parameter | None = None
    content: Parameter | None = None


def is_envelope(element: etree._Element) -> bool:
    """Whether this is a SOAP envelope, 1.1 or 1.2."""
    tag = element.tag
    return local_name(tag) == "Envelope" and tag[1:].split("}")[0] in SOAP_NAMESPACES


def judge(element: etree._Element, text: str, service: WebService) -> tuple[Envelope, list[Trouble]]:
    """Read an envelope and say what is wrong with it by itself."""
    call = call_of(element)
    place = place_of(text, element if call is None else call)
    found = Envelope(place.path, place.offset)
    if call is None:
        return found, [Trouble("soap-body", offset=found.offset, path=found.path)]
    troubles = list(_method(call, found, service))
    if found.method is not None and found.method.parameters is not None:
        troubles += _parameters(call, text, found, found.method, found.method.parameters)
    return found, troubles


def call_of(element: etree._Element) -> etree._Element | None:
    """What an envelope asks for, or answers."""
    body = next((c for c in element if local_name(c.tag) == "Body"), None)
    return next(iter(body), None) if body is not None else None


def _method(call: etree._Element, found: Envelope, service: WebService) -> Iterator[Trouble]:
    """Method name with its prefix, and the namespace that says demo or pro."""
    sent = local_name(call.tag)
    bare = sent.removeprefix(service.prefix)
    found.sent_method = sent
    here: dict[str, Any] = {"offset": found.offset, "path": found.path}
    method = service.methods.get(bare)
    if method is None:
        close = get_close_matches(bare, service.methods, 1, 0.6)
        near = service.methods.get(close[0]) if close else None
        expected = service.prefix + (near.name if near else "uploadInvoiceFile")
        yield Trouble("soap-method", {"field": sent}, found=sent, expected=expected, **here)
        method = near
    elif bare == sent and method.prefixed:
        expected = service.prefix + bare
        yield Trouble("soap-method-prefix", {"field": sent}, found=sent, expected=expected, **here)
    found.method = method
    found.namespace = call.tag[1:].split("}")[0] if call.tag.startswith("{") else ""
    found.environment = service.namespaces.get(found.namespace)
    if found.environment is None and (method is None or method.prefixed):
        expected = " o ".join(service.namespaces)
        yield Trouble("soap-namespace", {}, found=found.namespace, expected=expected, **here)


def _parameters(
    call: etree._Element, text: str, found: Envelope, method: Method, known: Sequence[str]
) -> Iterator[Trouble]:
    sent: set[str] = set()
    for child in islice(call, MOST_PARAMETERS):
        name = local_name(child.tag)
        place = place_of(text, child)
        value = "".join(str(t) for t in child.itertext())
        parameter = Parameter(name, value, place.path, place.value, place.verbatim)
        here: dict[str, Any] = {"offset": parameter.offset, "path": parameter.path}
        exact = name
        if name not in known:
            folded = {p.casefold(): p for p in known}
            close = folded.get(name.casefold()) or next(iter(get_close_matches(name, known, 1, 0.6)), None)
            yield Trouble(
                "soap-parameter", {"field": name}, found=name, expected=close or ", ".join(known), **here
            )
            exact = close or name
        sent.add(exact)
        if exact == "username":
            found.username = parameter
            yield from _username(parameter, here)
        elif exact == "password":
            value = parameter.value.strip()
            if not PASSWORD.fullmatch(value):
                yield Trouble("soap-password", {"field": name, "length": str(len(value))}, **here)
        elif exact == method.content:
            found.content = parameter
        elif exact in known and not parameter.value.strip():
            args = {"field": name, "parent": found.sent_method}
            yield Trouble("soap-parameter-missing", args, expected=exact, **here)
    for name in known:
        if name not in sent:
            args = {"field": name, "parent": found.sent_method}
            yield Trouble("soap-parameter-missing", args, expected=name, offset=found.offset, path=found.path)


def _username(parameter: Parameter, here: dict[str, Any]) -> Iterator[Trouble]:
    """Not empty, and where it is a NIT, without its digit. An alias of C1 has letters and passes."""
    value = parameter.value.strip()
    args = {"field": parameter.name}
    if not value:
        yield Trouble("soap-username", args, found="", expected="NIT", **here)
        return
    digits = re.sub(r"[.\s-]", "", value)
    if not digits.isdigit():
        return
    with_digit = "-" in value or (
        len(digits) == 10 and digits[0] in "89" and check_digit_of(digits[:9]) == digits[9]
    )
    bare = digits[:-1] if with_digit else digits
    if value != bare:
        yield Trouble("soap-username", args, found=value, expected=bare, **here)
