"""What people paste: a line, a log, a SOAP answer, JSON. Secrets out, escapes undone, lines and rule codes found.

Every expression here is bounded and reads the text once: what is pasted comes from anybody.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_TEXT = 200_000
LONGEST_WORDS = 300
"""Characters kept of what a rule line says."""

PASSWORD_HASH = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])", re.ASCII)
"""The shape of a web service password as it is sent: such a string opens an account by itself."""
_TAG = re.compile(r"<[^<>]{0,500}>")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})", re.ASCII)
_BREAK = re.compile(r"\\[nrt]")
_MISREAD = re.compile("[\u00c2\u00c3][\u0080-\u00bf]")
"""UTF-8 that somebody read as Latin-1 (nÃºmero)."""
_ELEMENT = re.compile(r"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,60})[\s/>]")
_HTTP = re.compile(
    r"\b(?:http(?:/\d(?:\.\d)?)?(?:\W{1,3}(?:response|status|error|code|c[oó]digo|respuesta|estado)){0,3}"
    r"|status\s?code|returned error)\W{1,4}([1-5]\d\d)\b",
    re.IGNORECASE,
)
_CODE = r"[A-Za-z]{0,12}\d{0,3}[A-Za-z]?(?:-\d)?"
_RULE_LINE = re.compile(
    rf"\bregla:?\s{{0,3}}({_CODE}),?\s{{0,3}}(rechazo|notificaci[oó]n)\b[:\s]{{0,3}}", re.I
)
_LOOSE = re.compile(
    r"\b(?P<bad>errores|rechazos?)\b"
    r"|\b(?P<mild>advertencias?|notificaci[oó]n(?:es)?)\b"
    r"|(?<![\w-])(?P<code>(?:[FCD][AB][A-Z]|[DN]S[A-Z]{2}|AA[A-Z]|DC|Z[A-E]|IND|RUT|CTG)\d{2}[a-z]?(?:-\d)?)(?![\w-])"
    r"(?:\s?:\s?(?P<words>[^,;\]\n\"]{1,200}))?",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b(?:code|c[oó]digo|http)\b[\W_]{1,12}([1-5]\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule that a rejection names. `severity` is error or warning, None where the text does not say."""

    code: str
    severity: str | None
    text: str


def mask_secrets(text: str) -> tuple[str, int]:
    """(text with every 64-hex string starred out, how many there were)."""
    return PASSWORD_HASH.subn("•" * 12, text)


def cut(text: str) -> str:
    """The part that is read. A secret that the cut would split goes whole: its half would no longer be masked."""
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT].rstrip(string.hexdigits)


def plain(text: str) -> str:
    """The text without tags and with HTML and JSON escapes undone; what they held apart becomes lines."""
    text = _MISREAD.sub(lambda m: m[0].encode("latin-1").decode(), _unescaped(text))
    return _BREAK.sub("\n", _TAG.sub("\n", text)).replace('\\"', '"').replace("\\/", "/")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), html.unescape(html.unescape(text)))


def element_names(text: str) -> set[str]:
    """The names of the elements in a text, without their prefixes, also where the markup is escaped."""
    return {m[1] for m in _ELEMENT.finditer(_unescaped(text))}


def http_status(text: str) -> str | None:
    """The first status that a text gives as one of HTTP: `HTTP/1.1 502`, `HTTP response code: 504`."""
    found = _HTTP.search(text)
    return found[1] if found else None


def status_code(raw: str) -> str | None:
    """The code that an answer carries in a field of that name, or alone on its line."""
    alone = raw.strip()
    if re.fullmatch(r"[1-5]\d\d", alone, re.ASCII):
        return alone
    found = _STATUS.search(
        _TAG.sub(lambda m: " code " if "code" in m[0].casefold() else "\n", html.unescape(raw))
    )
    return found[1] if found else None


def rule_lines(text: str) -> list[RuleLine]:
    """The rules that a plain text names: `Regla: X, Rechazo: ...` first, one or many in a line, then loose codes."""
    found: dict[str, RuleLine] = {}
    for line in text.splitlines():
        for rule in (*_dian_rules(line), *_loose_rules(line)):
            if rule.code not in found:
                found[rule.code] = rule
    return list(found.values())


def _dian_rules(line: str) -> Iterator[RuleLine]:
    heads = list(_RULE_LINE.finditer(line))
    for n, head in enumerate(heads):
        end = heads[n + 1].start() if n + 1 < len(heads) else len(line)
        words = line[head.end() : min(end, head.end() + LONGEST_WORDS)].strip(' ,;."[]{}')
        severity = "error" if head[2].casefold() == "rechazo" else "warning"
        if head[1]:
            yield RuleLine(_spelled(head[1]), severity, words)


def _loose_rules(line: str) -> Iterator[RuleLine]:
    severity: str | None = None
    for m in _LOOSE.finditer(line):
        if m["bad"]:
            severity = "error"
        elif m["mild"]:
            severity = "warning"
        elif m["code"] == m["code"].upper() or m["code"][:-1] == m["code"][:-1].upper():
            yield RuleLine(_spelled(m["code"]), severity, (m["words"] or "").strip())


def _spelled(code: str) -> str:
    """A code as DIAN writes it: capitals, with a small letter behind the number (FAJ44b)."""
    m = re.fullmatch(r"([A-Za-z]*\d+)([A-Za-z])((?:-\d)?)", code)
    return m[1].upper() + m[2].lower() + m[3] if m else code.upper()
