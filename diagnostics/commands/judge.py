"""One file from its bytes to its result: what runs in each process."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from diagnostics import Context, Limits, Report, diagnose
from diagnostics.baseline import Known, entries, only_new
from diagnostics.fixes import diff, fix_all
from diagnostics.intake import texts_of
from diagnostics.reporters.result import Result
from diagnostics.selection import Selection
from knowledge import load

ALL = Selection()


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every file. `extracts`: whether the lines of the findings will be shown; `entries`: whether a
    baseline is written."""

    context: Context
    selection: Selection = ALL
    known: Known | None = None
    stdin_name: str | None = None
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    extracts: bool = False
    entries: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """`result` is None where the file could not be read, and `complaint` says why; `corrected` are the bytes of
    standard input after --fix."""

    result: Result | None = None
    complaint: str | None = None
    corrected: bytes | None = None
    diff: str = ""
    entries: tuple[dict[str, str], ...] = ()


SOME = Limits()
EVERY = replace(SOME, shown=SOME.elements)
"""A report shows some of equal findings; a correction mends all of them, and a baseline knows all of them."""


def judge(name: str, task: Task) -> Judged:
    """Read, correct where asked, diagnose."""
    label = (task.stdin_name or "<stdin>") if name == "-" else name
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        return Judged(complaint=f"{name}: no se puede leer ({error.strerror}).")
    told = None if label == "<stdin>" else Path(label).name
    if not task.fix:
        return _judged(label, data, told, task)

    def wanted(content: bytes) -> Report:
        return task.selection.apply(_report(content, told, task, EVERY), load())

    corrected, after, made = fix_all(data, wanted, task.unsafe)
    complaint = None
    if made and after.signed:
        complaint = f"{label}: está firmado. Al corregirlo, la firma deja de servir: fírmelo de nuevo."
    shown = _judged(label, corrected, told, task)
    if task.diff:
        return replace(shown, complaint=complaint, diff=diff(data, corrected, label) if made else "")
    if name == "-":
        return replace(shown, complaint=complaint, corrected=corrected)
    if made:
        Path(name).write_bytes(corrected)
    return replace(shown, complaint=complaint)


def _report(data: bytes, name: str | None, task: Task, limits: Limits) -> Report:
    return diagnose(data, name=name, context=task.context, limits=limits)


def _judged(label: str, data: bytes, name: str | None, task: Task) -> Judged:
    every = task.known is not None or task.entries
    whole = _report(data, name, task, EVERY if every else SOME)
    chosen = task.selection.apply(whole, load())
    report = chosen if not every else only_new(label, chosen, task.known or frozenset(), SOME.shown)
    left_out = {"selection": _total(whole) - _total(chosen), "baseline": _total(chosen) - _total(report)}
    result = Result(
        label,
        report,
        texts_of(data, load()) if task.extracts and report.findings else {},
        {reason: n for reason, n in left_out.items() if n},
    )
    return Judged(result, entries=tuple(entries(label, chosen)) if task.entries else ())


def _total(report: Report) -> int:
    counts = report.counts
    return counts["error"] + counts["warning"] + counts["info"]
