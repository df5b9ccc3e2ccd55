"""JSON: the portal's insumo, an answer of the web service that a client wrote down so, or another system's."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from diagnostics import pasted
from diagnostics.encoding import Decoded
from diagnostics.foreign import unrecognised_json
from diagnostics.opened import Opened, Trouble
from diagnostics.readers import json as reader
from diagnostics.syntax import json_detail

if TYPE_CHECKING:
    from diagnostics.intake import Intake


def is_json(text: str) -> bool:
    """Whether a text that begins with a bracket is a JSON array, and no Layout that went wrong."""
    return bool(re.match(r'\s*\[\s*[\[{"\d\]]', text))


def read(opened: Opened, decoded: Decoded, intake: Intake) -> None:
    """A text that begins as JSON does."""
    opened.format = "json"
    reader.check_depth(decoded.text, intake.limits)
    try:
        tree = reader.parse(decoded.text, intake.limits)
    except json.JSONDecodeError as error:
        offset = min(error.pos, len(decoded.text) - 1)
        opened.troubles.append(Trouble("json-syntax", {"detail": json_detail(error)}, offset))
        return
    roots = intake.knowledge.structure
    keys = [k for k, _ in tree] if isinstance(tree, reader.Pairs) else []
    if len(keys) == 1 and keys[0] in roots:
        opened.root = keys[0]
        opened.document = reader.read(tree, decoded.text, roots, intake.limits)
    elif not pasted.read(opened, intake.knowledge):
        below = [k for _, v in tree if isinstance(v, reader.Pairs) for k, _ in v] if keys else []
        opened.troubles.append(unrecognised_json(keys, below, reader.shown(tree), roots))
