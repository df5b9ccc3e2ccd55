"""Judge files, correct them, write the reports: the command that needs no name."""

from __future__ import annotations

import json
import sys
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.commands import INVALID, UNFINISHED, VALID, Refused, complain
from diagnostics.commands.options import Options, options_of, parsed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.commands.judge import Judged, Task
    from diagnostics.commands.outputs import Output, Wanted
    from diagnostics.context import Context
    from diagnostics.report import Report
    from diagnostics.reporters.result import Result


def run(argv: list[str]) -> int:
    """The exit code of all that was asked for."""
    given = parsed(argv)
    try:
        options = _with_settings(given)
        if options.explain:
            from diagnostics.commands import explain

            return explain.run([options.explain, "--lang", options.lang])
        _agree(options)
        return _run(options)
    except Refused as refused:
        return complain(str(refused))


def _with_settings(given: dict[str, object]) -> Options:
    from diagnostics.commands import settings

    named = given.get("config")
    path = Path(str(named)) if named else settings.nearest(Path.cwd())
    return options_of(given, settings.read(path) if path else {})


def _agree(options: Options) -> None:
    if (options.diff or options.unsafe_fixes) and not options.fix:
        raise Refused("--diff y --unsafe-fixes van con --fix.")
    if options.write_baseline and not options.baseline:
        raise Refused("--write-baseline va con --baseline ARCHIVO, donde se escribe.")
    if options.watch and (not options.files or "-" in options.files):
        raise Refused("--watch va con archivos o carpetas, no con la entrada estándar.")


def _run(options: Options) -> int:
    from diagnostics.commands.files import gather
    from diagnostics.commands.outputs import wanted

    outputs = wanted(options.output)
    task = _task(options, outputs)
    if options.watch:
        from diagnostics.commands.watch import watch

        return watch(options.files, lambda names: judge_files(names, task, outputs, options))
    names, missing = gather(options.files or ["-"])
    for name in missing:
        complain(f"{name}: no existe o no se puede leer. Revise la ruta.")
    code = judge_files(names, task, outputs, options) if names else VALID
    return UNFINISHED if missing else code


def judge_files(names: Sequence[str], task: Task, outputs: Sequence[Wanted], options: Options) -> int:
    """Judge these files, write every output and, where asked, the baseline."""
    from diagnostics.commands.outputs import Output
    from diagnostics.commands.pool import judge_all
    from diagnostics.reporters.style import Style

    style = Style(sys.stdout.isatty(), options.lang, options.summary, options.fail_on)
    corrects_input = task.fix and not task.diff and "-" in names
    opened = [Output(w, style) for w in outputs if w.path is not None or not corrects_input]
    results: list[Result] = []
    found: list[dict[str, str]] = []
    code = VALID
    try:
        for judged in judge_all(names, task, options.jobs):
            found += judged.entries
            code = max(code, _tell(judged, opened, results, options.fail_on))
    except BrokenExecutor:
        return complain(
            "Un proceso se detuvo antes de terminar. Repita con --jobs 1 para ver con cuál archivo."
        )
    for output in opened:
        output.end(results)
    if options.write_baseline and options.baseline:
        from diagnostics import baseline

        baseline.write(Path(options.baseline), found)
        return UNFINISHED if code == UNFINISHED else VALID
    return code


def _tell(judged: Judged, outputs: Sequence[Output], results: list[Result], fail_on: str) -> int:
    """Write what is to be said of a file at once, keep it where an output waits for all; its exit code."""
    if judged.complaint:
        complain(judged.complaint)
    sys.stdout.write(judged.diff)
    if judged.corrected is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(judged.corrected)
    if judged.result is None:
        return UNFINISHED
    for output in outputs:
        output.each(judged.result)
    if any(output.waits for output in outputs):
        results.append(judged.result)
    return exit_code(judged.result.report, fail_on)


def exit_code(report: Report, fail_on: str = "error") -> int:
    """The code of one report. What did not finish is never told as passed, whatever the line."""
    from diagnostics.severity import reaches

    if report.verdict == "incomplete":
        return UNFINISHED
    return INVALID if any(reaches(f.severity, fail_on) for f in report.findings) else VALID


def _task(options: Options, outputs: Sequence[Wanted]) -> Task:
    from diagnostics.baseline import read
    from diagnostics.commands.judge import Task
    from diagnostics.commands.outputs import shows_extracts
    from diagnostics.selection import Selection, words
    from knowledge import load

    selection = Selection(words(options.select), words(options.ignore))
    unknown = selection.unknown(load()) if selection != Selection() else []
    if unknown:
        raise Refused(f"{', '.join(unknown)}: no es código, regla, familia ni nivel. Véalos con: rules")
    known = None
    if options.baseline and not options.write_baseline:
        try:
            known = read(Path(options.baseline))
        except (OSError, ValueError) as error:
            raise Refused(f"{options.baseline}: {error}") from error
    return Task(
        read_context(options.context), selection, known, options.stdin_filename, options.fix,
        options.unsafe_fixes, options.diff, shows_extracts(outputs), options.write_baseline,
    )  # fmt: skip


def read_context(name: str | None) -> Context:
    """What the developer typed in, from a JSON file. Raises Refused."""
    from diagnostics.context import Context

    if name is None:
        return Context()
    try:
        return Context.from_dict(json.loads(Path(name).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise Refused(f"{name}: {error}") from error
