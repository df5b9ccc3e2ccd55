"""Passwords out of a text that is kept or shown: the web service's opens an account by itself.

For requests and for what is no document. Fields of a document are never touched: a code of theirs may look alike.
Every expression reads the text once; what is taken out leaves lines and columns where they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.pasted import PASSWORD_HASH
from knowledge.web_service import PASSWORD

_NAMES = r"(?:pas{1,2}w\w{0,8}|pass|pwd|clave|contrase[nñ]a)"
_ELEMENT = re.compile(
    rf"(<(?:[\w.-]{{1,60}}:)?{_NAMES}\b[^<>]{{0,300}}(?<!/)>)"
    r"((?:<!\[CDATA\[(?:(?!\]\]>).)*(?:\]\]>)?|<!--(?:(?!-->).)*(?:-->)?|[^<])+)",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(
    rf"(\b{_NAMES}[\"']?\s{{0,3}}[:=]\s{{0,3}}([\"']))((?:\\.|(?!\2)[^\\\n])+)", re.IGNORECASE
)
_BARE = re.compile(rf"(\b{_NAMES}[\"']?\s{{0,3}}[:=]\s{{0,3}})([^\"'\s&<>,;}}]+)", re.IGNORECASE)
_BASIC = re.compile(r"(\bauthorization[\"']?\s{0,3}[:=]\s{0,3}[\"']?basic\s{1,3})([\w+/=-]+)", re.IGNORECASE)


def mask(text: str) -> str:
    """The text to show, its passwords starred out."""
    return _replace(text, _starred)


def blank(text: str) -> str:
    """The text to keep: a password of the right shape becomes zeros, any other one stars, so that what is said of
    its shape stays true when the text is read again."""
    return _replace(
        text, lambda value: _zeroed(value) if PASSWORD.fullmatch(value.strip()) else _starred(value)
    )


def _replace(text: str, fill: Callable[[str], str]) -> str:
    for form in (_ELEMENT, _QUOTED, _BARE, _BASIC):
        text = form.sub(lambda m: m[1] + fill(m[m.re.groups]), text)
    return PASSWORD_HASH.sub(lambda m: fill(m[0]), text)


def _starred(value: str) -> str:
    return re.sub(r"\S", "*", value)


def _zeroed(value: str) -> str:
    return re.sub(r"\S", "0", value)
