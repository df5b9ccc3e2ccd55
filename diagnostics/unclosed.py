"""What an XML that breaks had left open, and where: the parser only says where it noticed."""

from __future__ import annotations

import re
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([\w:.-]{1,60})(?![\w:.-])[^<>]*>")
_ENDS = {"<!--": "-->", "<![CDATA[": "]]>", "<?": "?>"}
_DETAILS = {"<!--": "comment", "<![CDATA[": "cdata"}


class Left(NamedTuple):
    """What was left open. `name` was opened at the offset `opened`; `found` is the tag that closes something else, if
    one does; `place` is where the fault lies, None where only the end of the file shows it."""

    detail: str
    name: str
    opened: int
    place: int | None
    found: str = ""

    @property
    def expected(self) -> str:
        return _ENDS.get(self.name) or f"</{self.name}>"


def unclosed(text: str) -> Left | None:
    """What is left open in an XML that is not well formed; None where something else is wrong with it."""
    stack: list[tuple[str, int]] = []
    position = text.find("<")
    while position >= 0:
        start = next((s for s in _ENDS if text.startswith(s, position)), None)
        if start is not None:
            end = text.find(_ENDS[start], position + len(start))
            if end < 0:
                return Left(_DETAILS[start], start, position, position) if start in _DETAILS else None
            position = text.find("<", end)
            continue
        tag = _TAG.match(text, position)
        if tag is None:
            return None
        name = tag[2]
        if not tag[1]:
            if not tag[0].endswith("/>"):
                stack.append((name, position))
        elif not stack or stack[-1][0] != name:
            return _mismatch(stack, name, position)
        else:
            stack.pop()
        position = text.find("<", tag.end())
    return Left("open-at-end", *stack[-1], None) if stack else None


def _mismatch(stack: list[tuple[str, int]], name: str, position: int) -> Left | None:
    """What a closing tag that does not fit shows: where its own is open further out, what stands within was left open;
    else the tag itself is wrong."""
    if not stack:
        return None
    if any(opened == name for opened, _ in stack):
        return Left("left-open", *stack[-1], stack[-1][1], f"</{name}>")
    return Left("other-closed", *stack[-1], position, f"</{name}>")
