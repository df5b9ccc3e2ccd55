"""A SOAP request to the web service: the envelope is judged by itself, its document goes on to the readers.

The password opens the account: only its shape is looked at, and nothing of it is kept or shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from lxml import etree

from diagnostics.base64 import decoded
from diagnostics.document import Document
from diagnostics.opened import Trouble
from diagnostics.readers.xml import local_name
from diagnostics.rules.check_digits import check_digit_of
from knowledge.web_service import PASSWORD, Method, WebService

SOAP_NAMESPACES = frozenset(
    {"http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"}
)


@dataclass(slots=True)
class Parameter:
    """One parameter as sent; `offset` of its value in the text of the request."""

    name: str
    value: str
    path: str
    offset: int


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
    found = Envelope(_path(element), _start(text, element))
    body = next((c for c in element if local_name(c.tag) == "Body"), None)
    call = next(iter(body), None) if body is not None else None
    if call is None:
        return found, [Trouble("soap-body", offset=found.offset, path=found.path)]
    found.path, found.offset = _path(call), _start(text, call)
    troubles = list(_method(call, found, service))
    if found.method is not None:
        troubles += _parameters(call, text, found, found.method)
    return found, troubles


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
    elif bare == sent:
        expected = service.prefix + bare
        yield Trouble("soap-method-prefix", {"field": sent}, found=sent, expected=expected, **here)
    found.method = method
    found.namespace = call.tag[1:].split("}")[0] if call.tag.startswith("{") else ""
    found.environment = service.namespaces.get(found.namespace)
    if found.environment is None:
        expected = " o ".join(service.namespaces)
        yield Trouble("soap-namespace", {}, found=found.namespace, expected=expected, **here)


def _parameters(call: etree._Element, text: str, found: Envelope, method: Method) -> Iterator[Trouble]:
    sent: set[str] = set()
    for child in call:
        name = local_name(child.tag)
        parameter = Parameter(
            name, "".join(str(t) for t in child.itertext()), _path(child), _value_start(text, child)
        )
        here: dict[str, Any] = {"offset": parameter.offset, "path": parameter.path}
        exact = name
        if name not in method.parameters:
            folded = {p.casefold(): p for p in method.parameters}
            close = folded.get(name.casefold()) or next(
                iter(get_close_matches(name, method.parameters, 1, 0.6)), None
            )
            args = {"field": name}
            yield Trouble(
                "soap-parameter", args, found=name, expected=close or ", ".join(method.parameters), **here
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
        elif exact in method.parameters and not parameter.value.strip():
            args = {"field": name, "parent": found.sent_method}
            yield Trouble("soap-parameter-missing", args, expected=exact, **here)
    for name in method.parameters:
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


def against_document(found: Envelope, doc: Document) -> Iterator[Trouble]:
    """What only the envelope and its document together show: whose account, which environment."""
    issuer = (doc.value("doc.issuer_nit") or "").strip()
    user = found.username
    if user is not None and issuer and user.value.strip().isdigit() and user.value.strip() != issuer:
        bare = re.sub(r"\D", "", user.value)
        if bare not in (issuer, f"{issuer}{check_digit_of(issuer)}"):
            args = {"field": user.name, "other": "ENC_2", "other_value": issuer}
            yield Trouble("soap-username-issuer", args, user.offset, user.value.strip(), issuer, user.path)
    environment = (doc.value("doc.environment") or "").strip()
    if found.environment and environment in ("1", "2") and environment != found.environment:
        args = {"namespace": found.namespace, "environment": environment, "other": "ENC_20"}
        yield Trouble("soap-environment", args, found.offset, found.namespace, environment, found.path)


def without_document(found: Envelope) -> Trouble:
    """The note that a call asks for something and carries no document."""
    args = {"field": found.sent_method, "method": found.sent_method}
    return Trouble("soap-without-document", args, found.offset, found.sent_method, path=found.path)


def content_bytes(found: Envelope) -> tuple[bytes | None, list[Trouble], str]:
    """(the document inside, what is wrong with how it was put there, the parameter's form: base64 or plain)."""
    content, method = found.content, found.method
    if content is None or method is None:
        return None, [], ""
    here: dict[str, Any] = {"offset": content.offset, "path": content.path}
    args = {"field": content.name, "method": method.name}
    value = content.value
    if not value.strip():
        return None, [Trouble("soap-parameter-missing", args, expected=content.name, **here)], ""
    if method.holds == "flat":
        inner = decoded(value)
        if inner.data is not None and inner.fault is None:
            return inner.data, [Trouble("soap-layout-base64", args, **here)], "base64"
        return value.strip().encode(), [], "plain"
    inner = decoded(value)
    troubles = []
    if inner.fault is not None:
        troubles.append(Trouble(inner.fault, {**args, "detail": inner.detail}, found=inner.found, **here))
    if inner.data is None and value.lstrip()[:1] in ("<", "[", "{"):
        return value.strip().encode(), troubles, "plain"
    return inner.data, troubles, "base64"


def content_trouble(found: Envelope, format_: str) -> Trouble | None:
    """XML where flat text belongs, or the other way round."""
    content, method = found.content, found.method
    if content is None or method is None or method.holds is None or format_ not in ("xml", "flat", "json"):
        return None
    if format_ == method.holds:
        return None
    args = {"field": content.name, "method": method.name, "content": format_}
    return Trouble("soap-content", args, content.offset, format_, method.holds, content.path)


def _path(element: etree._Element) -> str:
    steps = []
    node: etree._Element | None = element
    while node is not None:
        name = local_name(node.tag)
        steps.append(f"{node.prefix}:{name}" if node.prefix else name)
        node = node.getparent()
    return "/" + "/".join(reversed(steps))


def _tag_pattern(element: etree._Element) -> re.Pattern[str]:
    name = local_name(element.tag)
    tag = f"{element.prefix}:{name}" if element.prefix else name
    return re.compile(rf"<{re.escape(tag)}(?=[\s/>])[^>]*>")


def _start(text: str, element: etree._Element) -> int:
    match = _tag_pattern(element).search(text)
    return match.start() if match else 0


def _value_start(text: str, element: etree._Element) -> int:
    match = _tag_pattern(element).search(text)
    if not match:
        return 0
    return match.start() if match[0].endswith("/>") else match.end()
