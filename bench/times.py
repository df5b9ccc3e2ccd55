"""How long a diagnosis takes, against the bare parse of the same bytes."""

from collections.abc import Iterator
from functools import partial

from bench import inputs
from bench.clock import medians
from bench.inputs import Shape
from bench.result import Result
from diagnostics import diagnose
from knowledge import load

FEW, MANY = 1_000, 10_000
SIZES = (10, FEW, MANY)
CLEAN, WRONG, JSON = 5, 10, 10
"""Parses that a diagnosis may take, and a millisecond."""
GROWTH = 12
"""How much longer ten times the lines may take."""
GROUP = "Time: the whole diagnosis against the bare parse of the same bytes"
FORMATS = "Formats: one layout invoice in each"


def against_the_parse(sizes: tuple[int, ...] = SIZES) -> Iterator[Result]:
    """UBL and layout, right and wrong, by size."""
    for shape, times in (
        (inputs.UBL, CLEAN),
        (inputs.UNSIGNED, CLEAN),
        (inputs.WRONG, WRONG),
        (inputs.BROKEN, WRONG),
        (inputs.LAYOUT, CLEAN),
        (inputs.LAYOUT_WRONG, WRONG),
    ):
        for lines in sizes:
            yield measured(shape, lines, times, millisecond=True)
        if {FEW, MANY} <= set(sizes):
            yield growth(shape)


def growth(shape: Shape) -> Result:
    """The same shape with ten times the lines; the two take turns."""
    few, many = medians([diagnosis(shape, shape.make(lines)) for lines in (FEW, MANY)], least=3)
    name, target = f"{shape.name}, {MANY:,} against {FEW:,}", f"<= {GROWTH} times"
    return Result(GROUP, name, many, "ms", few, f"{FEW:,} lines", target, GROWTH * few)


def measured(shape: Shape, lines: int, times: int, millisecond: bool, group: str = GROUP) -> Result:
    """One shape in one size."""
    data = shape.make(lines)
    parse, full = medians([partial(shape.parse, data), diagnosis(shape, data)])
    limit = times * parse + millisecond
    target = f"<= {times} parses{' + 1 ms' if millisecond else ''}"
    name = f"{shape.name}, {lines:,} lines"
    return Result(group, name, full, "ms", parse, "parse", target, limit, lines, len(data) / 1024)


def diagnosis(shape: Shape, data: bytes) -> partial[object]:
    """The whole diagnosis, everything on."""
    return partial(diagnose, data, context=dict(shape.context), knowledge=load())


def formats(lines: int = 1_000) -> Iterator[Result]:
    """JSON against orjson, flat text against XML."""
    yield measured(inputs.JSON, lines, JSON, millisecond=False, group=FORMATS)
    shapes = inputs.FLAT, inputs.LAYOUT
    flat, xml = medians([diagnosis(shape, shape.make(lines)) for shape in shapes], seconds=2)
    kib = len(inputs.FLAT.make(lines)) / 1024
    name = f"{inputs.FLAT.name}, {lines:,} lines"
    yield Result(FORMATS, name, flat, "ms", xml, "layout XML", "no slower than XML", xml, lines, kib)
