"""Passwords out of a text that is kept or shown: the web service's opens an account by itself.

For requests and for what is no document. Fields of a document are never touched: a code of theirs may look alike.
Every expression is bounded and reads the text once; what is taken out leaves lines and columns where they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NAMES = r"(?:pass?w?\w{0,8}|pwd|clave|contrase[nñ]a)"
_ELEMENT = re.compile(
    rf"(<(?:[\w.-]{{1,60}}:)?{_NAMES}\b[^<>]{{0,300}}(?<!/)>)"
    r"((?:<!\[CDATA\[.{0,300}?\]\]>|<!--.{0,300}?-->|[^<])+)",
    re.IGNORECASE | re.DOTALL,
)
_PAIR = re.compile(
    rf"(\b{_NAMES}[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?)([^\"'\s&<>,;}}]{{1,200}})", re.IGNORECASE
)
_HASH = re.compile(r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])", re.ASCII)
_WELL_FORMED = re.compile(r"\s*[0-9a-f]{64}\s*", re.ASCII)


def mask(text: str) -> str:
    """The text to show, its passwords starred out."""
    return _replace(text, _starred)


def blank(text: str) -> str:
    """The text to keep: a password of the right shape becomes zeros, any other one stars, so that what is said of
    its shape stays true when the text is read again."""
    return _replace(text, lambda value: _zeroed(value) if _WELL_FORMED.fullmatch(value) else _starred(value))


def _replace(text: str, fill: Callable[[str], str]) -> str:
    text = _ELEMENT.sub(lambda m: m[1] + fill(m[2]), text)
    text = _PAIR.sub(lambda m: m[1] + fill(m[2]), text)
    return _HASH.sub(lambda m: fill(m[0]), text)


def _starred(value: str) -> str:
    return re.sub(r"\S", "*", value)


def _zeroed(value: str) -> str:
    return re.sub(r"\S", "0", value)
