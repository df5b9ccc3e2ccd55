"""What is measured: the same invoice in every format, with as many lines as asked for, right or with each one wrong."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson
from lxml import etree

from bench import sample, ubl_sample


@dataclass(frozen=True, slots=True)
class Shape:
    """An input of some size, what is told beside it, and the bare parse that it is held against."""

    name: str
    make: Callable[[int], bytes]
    parse: Callable[[bytes], object] = etree.fromstring
    context: Mapping[str, Any] = field(default_factory=dict)


UBL = Shape("UBL, signed, with its keys", ubl_sample.complete, context=ubl_sample.CONTEXT)
UNSIGNED = Shape("UBL, not signed yet", ubl_sample.invoice)
WRONG = Shape(
    "UBL, signed, every line wrong", partial(ubl_sample.complete, wrong=True), context=ubl_sample.CONTEXT
)
BROKEN = Shape("UBL, every line against the schema", ubl_sample.broken)
LAYOUT = Shape("layout XML", sample.invoice)
LAYOUT_WRONG = Shape("layout XML, every line wrong", partial(sample.invoice, wrong=True))
JSON = Shape("layout JSON", lambda lines: _written("json", lines), orjson.loads)
FLAT = Shape("flat text", lambda lines: _written("flat", lines))


def _written(format_: str, lines: int) -> bytes:
    from tests.inputs import WRITERS, from_xml

    data = WRITERS[format_](*from_xml(sample.invoice(lines)))
    return json.dumps(json.loads(data), ensure_ascii=False).encode() if format_ == "json" else data
