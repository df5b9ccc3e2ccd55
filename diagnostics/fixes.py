"""Apply corrections to the bytes of an upload: what they do not name stays as it is, to the byte."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from diagnostics.encoding import decode
from diagnostics.report import Edit, Finding, Report

MOST_ROUNDS = 32
Diagnose = Callable[[bytes], Report]


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
    return [f for f in report.findings if is_fixable(f, unsafe)]


def is_fixable(finding: Finding, unsafe: bool = False) -> bool:
    """Whether a finding has a correction, and a safe one where `unsafe` is not asked for."""
    return bool(finding.edits) and (bool(finding.safe) or unsafe)


def fix_all(data: bytes, diagnose: Diagnose, unsafe: bool = False) -> tuple[bytes, Report, int]:
    """(corrected bytes, their report, corrections made). Corrects and diagnoses again until nothing is left to
    correct: a total can be right only once its parts are. Where that ends with something wrong that was right, figures
    are left to whoever knows them. `diagnose` has to show all findings, not the first of each kind."""
    before = diagnose(data)
    done = _corrected(data, before, diagnose, lambda f: is_fixable(f, unsafe))
    if _kinds(done[1]) - _kinds(before):
        done = _corrected(data, before, diagnose, lambda f: f.sum is None and is_fixable(f, unsafe))
    return done


def _corrected(
    data: bytes, report: Report, diagnose: Diagnose, wanted: Callable[[Finding], bool]
) -> tuple[bytes, Report, int]:
    """`fix_all` for the wanted findings. Corrections that make it worse are not made: of a lot that does, half is
    tried, down to the one."""
    made = 0
    refused: set[tuple[str, str, str | None]] = set()
    at_once = None
    for _ in range(MOST_ROUNDS):
        due = [f for f in report.findings if wanted(f) and _key(f) not in refused][:at_once]
        corrected = apply_edits(data, (e for f in due for e in f.edits))
        if corrected == data:
            break
        after = diagnose(corrected)
        if not _worse(report, after):
            data, report, made, at_once = corrected, after, made + len(due), None
        elif len(due) == 1:
            refused.add(_key(due[0]))
            at_once = None
        else:
            at_once = len(due) // 2
    return data, report, made


def _kinds(report: Report) -> set[str]:
    """The codes of what there is to mend."""
    return {f.code for f in _to_mend(report)}


def _to_mend(report: Report) -> list[Finding]:
    """Errors and warnings, but those of the signature: whatever is corrected must be signed again."""
    return [f for f in report.findings if f.severity != "info" and f.rule != "signature-intact"]


def _key(finding: Finding) -> tuple[str, str, str | None]:
    return finding.rule, finding.path, finding.found


def _worse(before: Report, after: Report) -> bool:
    """Whether there is more to mend than before. One finding in the place of another is no more: a value that can be
    read at last may turn out to be wrong in another way."""
    errors, weighty = _weight(before)
    return _weight(after)[0] > errors or _weight(after)[1] > weighty


def _weight(report: Report) -> tuple[int, int]:
    """Errors, and errors with warnings."""
    due = _to_mend(report)
    return sum(f.severity == "error" for f in due), len(due)


def diff(before: bytes, after: bytes, name: str) -> str:
    """A unified diff of two versions of an upload."""
    a, b = (decode(d).text.splitlines(keepends=True) for d in (before, after))
    lines = difflib.unified_diff(a, b, f"a/{name}", f"b/{name}", n=1)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
