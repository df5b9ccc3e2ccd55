"""`python -m diagnostics [FILES|-]`: diagnose files, correct them, explain a code."""

from __future__ import annotations

import argparse
import glob
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.context import Context
    from diagnostics.report import Report
    from knowledge.guide import Rule
    from knowledge.layout import Field

VALID, INVALID, UNFINISHED = 0, 1, 2
EXTENSIONS = (".xml", ".json", ".txt", ".layout", ".b64")
PROGRESS_FROM = 20


def main(argv: list[str] | None = None) -> int:
    """0 no error (warnings too), 1 invalid, 2 incomplete or could not run; of several files 2 over 1 over 0."""
    options = arguments().parse_args(argv)
    if options.explain:
        return explain(options.explain, options.lang)
    if (options.diff or options.unsafe_fixes) and not options.fix:
        return complain("--diff y --unsafe-fixes van con --fix.")
    try:
        context = read_context(options.context)
    except (OSError, ValueError) as error:
        return complain(f"{options.context}: {error}")
    names, missing = gather(options.files or ["-"])
    for name in missing:
        complain(f"{name}: no existe o no se puede leer. Revise la ruta.")
    code = run(names, context, options) if names else VALID
    return UNFINISHED if missing else code


def arguments() -> argparse.ArgumentParser:
    """The options, described once."""
    parser = argparse.ArgumentParser(prog="python -m diagnostics", description="Diagnose e-invoicing inputs.")
    parser.add_argument("files", nargs="*", help="files, folders, globs, or - for standard input")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--context", help="JSON file with resolution, environment, issuer...")
    parser.add_argument("--fix", action="store_true", help="write the safe corrections into the files")
    parser.add_argument(
        "--unsafe-fixes", action="store_true", help="with --fix: also those that change a declared value"
    )
    parser.add_argument("--diff", action="store_true", help="with --fix: show the changes and write nothing")
    parser.add_argument("--explain", metavar="CODE", help="the guide's entry of a code or rule")
    parser.add_argument("--lang", choices=("es", "en"), default="es")
    parser.add_argument("--version", action="version", version=f"diagnostics {VERSION}")
    return parser


VERSION = "1.0"


def gather(patterns: list[str]) -> tuple[list[str], list[str]]:
    """(files to read, what is not there): folders with all below them, globs spelt out."""
    names: list[str] = []
    missing: list[str] = []
    for pattern in patterns:
        path = Path(pattern)
        if pattern == "-" or path.is_file():
            names.append(pattern)
        elif path.is_dir():
            names += sorted(str(p) for p in path.rglob("*") if p.is_file() and p.suffix.lower() in EXTENSIONS)
        elif found := sorted(p for p in glob.glob(pattern, recursive=True) if Path(p).is_file()):  # noqa: PTH207 - patterns may be absolute
            names += found
        else:
            missing.append(pattern)
    return list(dict.fromkeys(names)), missing


def read_context(name: str | None) -> Context:
    """What the developer typed in, from a JSON file. Raises OSError and ValueError (BadContext is one)."""
    from diagnostics.context import Context

    if name is None:
        return Context()
    return Context.from_dict(json.loads(Path(name).read_text("utf-8")))


def run(names: list[str], context: Context, options: argparse.Namespace) -> int:
    """Diagnose (and correct) each file, print, and give the exit code."""
    from diagnostics.reporters import json as json_reporter

    reports: list[Report] = []
    unread = False
    for number, name in enumerate(names, 1):
        progress(number, len(names), name)
        try:
            data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except OSError as error:
            complain(f"{name}: no se puede leer ({error.strerror}).")
            unread = True
            continue
        report = handle(data, name, context, options)
        reports.append(report)
    progress_done(len(names))
    if options.format == "json" and reports:
        print(json_reporter.render(reports, options.lang))
    return UNFINISHED if unread else max((exit_code(r) for r in reports), default=VALID)


def handle(data: bytes, name: str, context: Context, options: argparse.Namespace) -> Report:
    """One file: its report, printed in the text format; with --fix the one after correcting. A report shows some of
    equal findings, a correction mends all of them."""
    from diagnostics import Limits, diagnose
    from diagnostics.fixes import diff, fix_all

    label = "<stdin>" if name == "-" else name
    some = Limits()
    every = replace(some, shown=some.elements)

    def judge(content: bytes, limits: Limits = every) -> Report:
        return diagnose(
            content, name=Path(name).name if name != "-" else None, context=context, limits=limits
        )

    if not options.fix:
        report = judge(data, some)
        show(report, data, label, options)
        return report
    corrected, _, made = fix_all(data, judge, options.unsafe_fixes)
    report = judge(corrected, some)
    if options.diff:
        if made:
            print(diff(data, corrected, label), end="")
    elif name == "-":
        sys.stdout.buffer.write(corrected)
        return report
    elif made:
        Path(name).write_bytes(corrected)
    show(report, corrected, label, options)
    return report


def show(report: Report, data: bytes, label: str, options: argparse.Namespace) -> None:
    """Print a report in the text format."""
    if options.format != "text":
        return
    from diagnostics.intake import texts_of
    from diagnostics.reporters import text
    from knowledge import load

    sources = texts_of(data, load()) if report.findings else {}
    style = text.Style(colour=sys.stdout.isatty(), lang=options.lang)
    print(text.render(report, label, sources, style), end="\n\n")


def explain(code: str, lang: str) -> int:
    """Print the guide's entry of a code."""
    from knowledge import load

    knowledge = load()
    rule = knowledge.rule_for_code(code)
    if rule is None:
        return complain(
            f"{code}: no está en la guía de errores. Búsquelo en /guia o revise cómo está escrito."
        )
    field = knowledge.field_for_code(code)
    print("\n".join(_explained(rule, code, field, lang)))
    return VALID


def _explained(rule: Rule, code: str, field: Field | None, lang: str) -> Iterator[str]:
    yield f"{code}: {rule.title[lang]}"
    if field:
        yield f"{field.name}: {field.title[lang]}"
    yield from ("", rule.why, "", rule.fix_in_general(field.name if field else None))
    if rule.example:
        yield from ("", f"- {rule.example['wrong'].strip()}", f"+ {rule.example['right'].strip()}")
    codes = ", ".join(rule.codes.values()) or "-"
    yield from ("", f"{rule.rule} ({codes}), {rule.severity}, {rule.confidence}, {', '.join(rule.source)}")


def exit_code(report: Report) -> int:
    """The code of one report."""
    return {"invalid": INVALID, "incomplete": UNFINISHED}.get(report.verdict, VALID)


def progress(number: int, total: int, name: str) -> None:
    """A line that rewrites itself, on a terminal and for many files only."""
    if total >= PROGRESS_FROM and sys.stderr.isatty():
        print(f"\r\x1b[2K{number}/{total} {name[-60:]}", end="", file=sys.stderr, flush=True)


def progress_done(total: int) -> None:
    """Take the progress line away."""
    if total >= PROGRESS_FROM and sys.stderr.isatty():
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def complain(message: str) -> int:
    """Say what could not be done; gives the exit code for it."""
    print(message, file=sys.stderr)
    return UNFINISHED


def command() -> int:
    """`main` for a shell: a reader that stops early (`| head`) is no failure of ours to tell about."""
    try:
        code = main()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNFINISHED
    return code


if __name__ == "__main__":
    sys.exit(command())
