"""Apply corrections to the bytes of an upload: what they do not name stays as it is, to the byte."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from diagnostics.encoding import decode
from diagnostics.report import Edit, Finding, Report

MOST_ROUNDS = 8


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes with the edits made, in the upload's own encoding. Of edits that overlap the first is made: the next
    diagnosis offers the other again if it is still due."""
    chosen = sorted(set(edits), key=lambda e: (e.start, e.end))
    if not chosen:
        return data
    codec = decode(data).codec
    pieces: list[bytes] = []
    done = 0
    for edit in chosen:
        if edit.start < done or (pieces and edit.start == done == edit.end):
            continue
        pieces += [data[done : edit.start], edit.text.encode(codec)]
        done = edit.end
    return b"".join([*pieces, data[done:]])


def fixable(report: Report, unsafe: bool = False) -> list[Finding]:
    """The findings with a correction: the safe ones, with `unsafe` all."""
    return [f for f in report.findings if f.edits and (f.safe or unsafe)]


def fix_all(
    data: bytes, diagnose: Callable[[bytes], Report], unsafe: bool = False
) -> tuple[bytes, Report, int]:
    """(corrected bytes, their report, corrections made). Corrects and diagnoses again until nothing is left to
    correct: a total can be right only once its parts are."""
    report = diagnose(data)
    made = 0
    for _ in range(MOST_ROUNDS):
        due = fixable(report, unsafe)
        corrected = apply_edits(data, (e for f in due for e in f.edits))
        if corrected == data:
            break
        after = diagnose(corrected)
        if _errors(after) > _errors(report):
            break
        data, report, made = corrected, after, made + len(due)
    return data, report, made


def _errors(report: Report) -> int:
    """Errors but those of the signature: whatever is corrected must be signed again, which the report says."""
    totals = {(f.rule, f.code): f.total for f in report.findings if f.severity == "error"}
    return sum(total for (rule, _), total in totals.items() if rule != "signature-intact")


def diff(before: bytes, after: bytes, name: str) -> str:
    """A unified diff of two versions of an upload."""
    a, b = (decode(d).text.splitlines(keepends=True) for d in (before, after))
    return "".join(difflib.unified_diff(a, b, f"a/{name}", f"b/{name}", n=1))
