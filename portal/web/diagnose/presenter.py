"""The source as rows with its findings at their lines; causes in the order in which to fix them. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask_babel import gettext as _
from markupsafe import Markup, escape

from diagnostics import Finding
from diagnostics.opened import WRAPPERS, key_of

AROUND = 2
"""Lines shown before and after a line with a finding."""
WINDOW = 120
BEFORE = 20
"""Characters of a window before the value, so that a phone shows the value too."""
LONG = 400
"""A line longer than this is shown as a window around its findings (flat text is one line)."""
MOST_FOLDED = 400
"""Lines of a fold that are sent along; of longer ones only the ends are."""
NOTHING = Markup()
_TOKEN = re.compile(r"(</?)([\w:.-]+)([^<>]*)(/?>)")


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it. `index` is its place in the report; `followers` are its consequences;
    `outer`: it is about the envelope, not about the document in it; `named`: a rejection names it. `more`: how many
    like it are not shown, said by the last that is; `note`: where else it stands."""

    index: int
    finding: Finding
    followers: tuple[Finding, ...]
    before: Markup = NOTHING
    after: Markup = NOTHING
    outer: bool = False
    named: bool = False
    more: int = 0
    note: Markup = NOTHING


@dataclass(slots=True)
class Row:
    """One line of the source, of a long one the window around its findings, or (with `lines`) a run of lines
    without findings. `first`: no window of the same line stands before it; `column`: where a window is."""

    number: int
    html: Markup = NOTHING
    severity: str = ""
    carets: str = ""
    hint: str = ""
    cards: list[Card] = field(default_factory=list)
    lines: list[tuple[int, Markup]] = field(default_factory=list)
    until: int = 0
    first: bool = True
    column: int = 0


def causes(
    findings: Sequence[Finding],
    *,
    wrapped: bool = False,
    only: Collection[int] | None = None,
    key: str | None = None,
) -> list[Card]:
    """Findings that follow from no other: what unlocks most first, then errors by line, warnings, notes.

    `only` are the indexes of those to show: what follows from another one is a cause there. `key`: they are shown
    beside the text of that container, where only its own have lines."""
    chosen = range(len(findings)) if only is None else sorted(only)
    shown = {n: in_text(findings[n]) if key is None else at_home(findings[n], key) for n in chosen}
    followers: dict[int, list[Finding]] = {}
    for f in shown.values():
        if f.consequence_of in shown:
            followers.setdefault(f.consequence_of, []).append(f)
    more = _more(shown)
    cards = [
        Card(n, f, tuple(followers.get(n, ())), outer=wrapped and f.container is None, more=more.get(n, 0))
        for n, f in shown.items()
        if f.consequence_of not in shown
    ]
    rank = {"error": 0, "warning": 1, "info": 2}
    return sorted(
        cards,
        key=lambda c: (
            rank[c.finding.severity],
            -len(c.followers),
            c.finding.line or 0,
            c.finding.column or 0,
        ),
    )


def _more(findings: Mapping[int, Finding]) -> dict[int, int]:
    """The index of the last finding of each kind -> how many of its kind are beyond the cap."""
    kinds: dict[tuple[str, ...], list[int]] = {}
    for n, f in findings.items():
        kinds.setdefault((key_of(f.container), f.rule, f.code, f.severity), []).append(n)
    return {
        max((n for n in alike if findings[n].consequence_of not in findings), default=alike[-1]): beyond
        for alike in kinds.values()
        if (beyond := findings[alike[0]].total - len(alike)) > 0
    }


def at_home(finding: Finding, key: str) -> Finding:
    """A finding beside the text of a container: at its line there, or at none where it is of another text."""
    return finding if key_of(finding.container) == key else _unplaced(finding)


def _unplaced(finding: Finding) -> Finding:
    return replace(finding, line=None, column=None, end_line=None, end_column=None)


def in_text(finding: Finding) -> Finding:
    """A finding of a document inside the one that is shown, at its line there; without a line where none is its own.
    What a message or base64 held is shown by itself."""
    if finding.container is None or finding.container["kind"] in WRAPPERS:
        return finding
    if finding.upload is None or finding.line is None:
        return _unplaced(finding)
    line, column = finding.upload["line"] or 1, finding.upload["column"]
    down, right = line - finding.line, (column or 1) - (finding.column or 1)
    end_line = (finding.end_line or finding.line) + down
    end_column = (finding.end_column or 1) + (right if end_line == line else 0)
    return replace(finding, line=line, column=column or 1, end_line=end_line, end_column=max(end_column, 1))


def anchor(index: int, finding: Finding, *, wrapped: bool) -> str:
    """Where a finding stands on the page of its result: its line, or its card where no line is its own."""
    finding = in_text(finding)
    if finding.line is None or (finding.column or 0) > LONG:
        return f"f{index}"
    return f"{'S' if wrapped and finding.container is None else 'L'}{finding.line}"


def rows(text: str, cards: Sequence[Card]) -> list[Row]:
    """The source with the cards that belong to it, folded where nothing was found."""
    by_line: dict[int, list[Card]] = {}
    for card in cards:
        if card.finding.line:
            by_line.setdefault(card.finding.line, []).append(card)
    lines = lines_of(text)
    shown = sorted({n for at in by_line for n in range(at - AROUND, at + AROUND + 1) if 1 <= n <= len(lines)})
    made: list[Row] = []
    done = 0
    for number in shown:
        if number > done + 1:
            made.append(_fold(lines, done + 1, number - 1))
        made += _line(lines[number - 1].rstrip("\r"), number, by_line.get(number, []))
        done = number
    if done < len(lines):
        made.append(_fold(lines, done + 1, len(lines)))
    return made


def lines_of(text: str) -> list[str]:
    """The lines as people count them: what ends the last one begins no other."""
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines  # of an empty text none is left


def _fold(lines: Sequence[str], first: int, last: int) -> Row:
    numbers = range(first, last + 1)
    if len(numbers) == 1:
        return Row(first, coloured(lines[first - 1][:LONG]))  # as short as what would stand for it
    if len(numbers) > MOST_FOLDED:
        numbers = range(first, first + MOST_FOLDED)
    return Row(first, lines=[(n, coloured(lines[n - 1][:LONG])) for n in numbers], until=last)


def _line(line: str, number: int, cards: Sequence[Card]) -> list[Row]:
    """A line as one row; a long one as a window for each place in it."""
    if not cards:
        return [Row(number, coloured(line[:LONG]))]
    places: dict[int, list[Card]] = {}
    for card in sorted(cards, key=lambda c: c.finding.column or 0):
        places.setdefault((card.finding.column or 1) if len(line) > LONG else 0, []).append(card)
    made = [_window(line, number, here) for here in places.values()]
    for row in made[1:]:
        row.first = False
    return made


def _window(line: str, number: int, cards: list[Card]) -> Row:
    first = cards[0].finding
    start = (first.column or 1) - 1
    end = (first.end_column or first.column or 1) - 1 if first.end_line == first.line else len(line)
    long = len(line) > LONG
    left = max(0, start - BEFORE) if long else 0
    right = left + WINDOW if long else len(line)
    before = ("…" if left else "") + line[left:start]
    value, after = line[start:end], line[end:right] + ("…" if right < len(line) else "")
    html = coloured(before) + Markup("<mark>{}</mark>").format(value[:WINDOW]) + coloured(after)
    severity = min((c.finding.severity for c in cards), key=("error", "warning", "info").index)
    hint = first.expected or "" if first.severity != "info" else ""
    carets = " " * len(before) + "^" * max(1, min(len(value), WINDOW)) if hint or long else ""
    dressed = [_with_diff(c, line) for c in cards]
    return Row(number, html, severity, carets, hint, dressed, column=start + 1 if long else 0)


def _with_diff(card: Card, line: str) -> Card:
    """The line before and after the finding's correction, where it has one on its own line."""
    f = card.finding
    if not f.edits or f.column is None or f.end_line != f.line:
        return card
    start, end = f.column - 1, (f.end_column or f.column) - 1
    left, right = max(0, start - 60), end + 60
    ends = (line[left:start], line[end:right])
    before = escape(ends[0]) + Markup("<mark>{}</mark>").format(line[start:end]) + escape(ends[1])
    after = escape(ends[0]) + Markup("<mark>{}</mark>").format(f.edits[0].text) + escape(ends[1])
    return replace(card, before=before.strip(), after=after.strip())


def coloured(text: str) -> Markup:
    """Tag names in their colour, punctuation quiet."""
    pieces: list[Markup] = []
    done = 0
    for match in _TOKEN.finditer(text):
        pieces.append(escape(text[done : match.start()]))
        pieces.append(
            Markup(
                '<span class="pu">{}</span><span class="tag">{}</span>{}<span class="pu">{}</span>'
            ).format(*match.groups())
        )
        done = match.end()
    return Markup("").join([*pieces, escape(text[done:])])


def markdown(name: str, verdict: str, cards: Sequence[Card]) -> str:
    """The findings for a tracker or a chat."""
    lines = [f"**{name}**: {verdict}", ""]
    for card in cards:
        f = card.finding
        place = _("línea %(n)s, `%(path)s`", n=f.line, path=f.path) if f.line else f"`{f.path}`"
        lines.append(f"- **{f.code}** {f.title} ({place}). {f.message}")
        if f.severity != "info":
            lines.append(f"  - {f.fix}")
    return "\n".join(lines)
