"""From issues to findings: severity and texts of the guide, places of the file, edits of its bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from diagnostics.consequences import causes_of
from diagnostics.document import TEXT, At, Document, Span
from diagnostics.issue import Issue
from diagnostics.limits import Limits
from diagnostics.opened import Opened, Trouble
from diagnostics.positions import byte_offsets, lines_and_columns
from diagnostics.report import Edit, Finding
from diagnostics.tables import Table, tables_of
from knowledge import Knowledge
from knowledge.guide import Rule

LONGEST = 80


class Wording:
    """Words the findings of one input."""

    def __init__(self, opened: Opened, knowledge: Knowledge, limits: Limits) -> None:
        self.opened = opened
        self.knowledge = knowledge
        self.limits = limits

    def of_troubles(self, troubles: Iterable[Trouble]) -> list[Finding]:
        """Findings of the intake, which stand at an offset of the text."""
        troubles = list(troubles)
        lines = lines_and_columns(self.opened.text, [t.offset for t in troubles if t.offset is not None])
        return [self._trouble(t, lines) for t in troubles]

    def _trouble(self, trouble: Trouble, lines: Mapping[int, tuple[int, int]]) -> Finding:
        rule = self.knowledge.rules[trouble.rule]
        place = lines.get(trouble.offset) if trouble.offset is not None else None
        width = len(trouble.found or "") or 1
        args = {**trouble.args, "found": trouble.found or "", "expected": trouble.expected or ""}
        return self._finding(
            rule,
            code=trouble.code or rule.rule,
            severity=trouble.severity or rule.severity,
            path=trouble.path,
            place=(*place, place[0], place[1] + width) if place else None,
            found=trouble.found,
            expected=trouble.expected,
            args=args,
        )

    def of_issues(self, issues: Sequence[Issue], first: int = 0) -> list[Finding]:
        """Findings of a document: capped per rule and code, consequences tied to their causes; `first` is how many
        findings stand before them in the list that they will join."""
        doc = self.opened.document
        assert doc is not None
        kind = doc.kind
        codes = [i.code or self.knowledge.rules[i.rule].code_for(kind) or i.rule for i in issues]
        severities = self._severities(issues)
        totals = Counter(zip((i.rule for i in issues), codes, severities, strict=True))
        at_fault = [s == "error" or "blamed" in i.args for i, s in zip(issues, severities, strict=True)]
        above = causes_of(issues, at_fault)
        shown = self._shown(list(zip((i.rule for i in issues), codes, severities, strict=True)), above)
        spans = _spans(doc, issues, shown)
        lines = lines_and_columns(self.opened.text, [o for s in spans.values() for o in s])
        edits = self._edits(doc, issues, shown, above)
        follow = frozenset(n for n in shown if above[n] is not None)
        tables = tables_of(doc, self.knowledge, self.opened.text, {n: issues[n] for n in shown}, follow)
        new = {old: n for n, old in enumerate(shown)}
        findings = []
        for n in shown:
            issue, rule = issues[n], self.knowledge.rules[issues[n].rule]
            span = spans[n]
            cause = above[n]
            edit = edits.get(n)
            findings.append(
                self._finding(
                    rule,
                    code=codes[n],
                    severity=severities[n],
                    path=_path(doc, issue),
                    place=(*lines[span.start], *lines[span.end]),
                    found=cut(issue.found),
                    expected=cut(issue.expected),
                    args=self._args(issue),
                    consequence_of=new[cause] + first if cause is not None else None,
                    total=totals[issue.rule, codes[n], severities[n]],
                    safe=issue.remedy.safe if edit and issue.remedy else None,
                    edits=(edit,) if edit else (),
                    table=tables.get(n),
                )
            )
        return findings

    def _shown(self, keys: list[tuple[str, str, str]], above: Sequence[int | None]) -> list[int]:
        """Which issues are shown: the first of each kind up to the cap, and every cause of a shown one."""
        seen: Counter[tuple[str, str, str]] = Counter()
        chosen = set()
        for n, key in enumerate(keys):
            seen[key] += 1
            if seen[key] <= self.limits.shown:
                chosen.add(n)
        chosen |= {cause for n in chosen if (cause := above[n]) is not None}
        return sorted(chosen)

    def _severities(self, issues: Iterable[Issue]) -> list[str]:
        """How much each weighs; asked of the guide once for all of a rule that the check told alike."""
        doc = self.opened.document
        assert doc is not None
        kind, ubl, rules = doc.kind, doc.is_ubl, self.knowledge.rules
        pairs = [(i.rule, i.severity) for i in issues]
        weights = {(rule, told): rules[rule].severity_in(kind, ubl, told) for rule, told in set(pairs)}
        return [weights[pair] for pair in pairs]

    def _args(self, issue: Issue) -> dict[str, str]:
        field = issue.at.field if issue.at.field != TEXT else None
        segment = issue.at.group.segment if issue.at.group is not None else None
        known = segment.fields.get(field or "") if segment is not None else None
        return {
            "field": known.label if known else field or self._node(issue.at),
            "title": known.title["es"] if known else "",
            **(issue.account.words() if issue.account else {}),
            **issue.args,
            "found": cut(issue.found) or "",
            "expected": cut(issue.expected) or "",
        }

    def _node(self, at: At) -> str:
        """What a whole segment is called where it stands: by its own name, of UBL by that of its node."""
        doc = self.opened.document
        if at.group is None or doc is None:
            return ""
        return (
            doc.source.path(at).rpartition("/")[2].partition("[")[0] if doc.is_ubl else at.group.segment.name
        )

    def _edits(
        self, doc: Document, issues: Sequence[Issue], shown: Sequence[int], above: Sequence[int | None]
    ) -> dict[int, Edit]:
        """One edit for each shown issue that has a remedy and follows from no other."""
        opened = self.opened
        remedies = {n: r for n in shown if (r := issues[n].remedy) is not None and above[n] is None}
        if not remedies or opened.container is not None or opened.encoding is None:
            return {}
        places = {n: remedy.at or issues[n].at for n, remedy in remedies.items()}
        spans = doc.source.locate(list(dict.fromkeys(places.values())))
        offsets = byte_offsets(opened.text, opened.codec, opened.bom, [o for s in spans.values() for o in s])
        edits = {}
        for n, place in places.items():
            span = spans[place]
            if _is_tag(doc.source.format, opened.text[span.start : span.end], place):
                continue
            text = doc.source.escape(remedies[n].text, span)
            edits[n] = Edit(offsets[span.start], offsets[span.end], text)
        return edits

    def _finding(
        self,
        rule: Rule,
        *,
        code: str,
        severity: str,
        path: str,
        place: tuple[int, int, int, int] | None,
        found: str | None,
        expected: str | None,
        args: Mapping[str, str],
        table: Table | None = None,
        **rest: Any,
    ) -> Finding:
        line, column, end_line, end_column = place or (None, None, None, None)
        upload = self._in_upload(line, column)
        es, en = _with_detail(rule, args, "es"), _with_detail(rule, args, "en")
        return Finding(
            code=code,
            rule=rule.rule,
            severity=severity,
            level=rule.level,
            path=path,
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            container=self.opened.container,
            upload=upload,
            found=found,
            expected=expected,
            title=_fill(rule.title["es"], es),
            message=_message(rule, es, table, "es"),
            action=_fill(rule.action["es"], es),
            why=_fill(rule.why, es),
            fix=_fill(rule.fix, es),
            guide=f"/guia/{code}",
            requests=tuple(rule.related.get("requests", ())),
            texts={
                "en": {k: _fill(getattr(rule, k)["en"], en) for k in ("title", "action")}
                | {"message": _message(rule, en, table, "en")}
            },
            sum=table.sum if table else None,
            **rest,
        )

    def _in_upload(self, line: int | None, column: int | None) -> dict[str, int | None] | None:
        """The place in the upload of one in a text that it wraps."""
        begins = self.opened.begins
        if self.opened.container is None or begins is None or line is None or column is None:
            return None
        line, moved = begins.place(line, column)
        return {"line": line, "column": moved}


def _message(rule: Rule, args: Mapping[str, str], table: Table | None, lang: str) -> str:
    """The rule's message, and what explains the difference of its figures where that is known."""
    said = table.said[lang] if table else ""
    return f"{_fill(rule.message[lang], args)} {said}".rstrip()


def _with_detail(rule: Rule, args: Mapping[str, str], language: str) -> Mapping[str, str]:
    """The figures, and in words of this language which of the rule's reasons it is; several stand in a row."""
    if "detail" not in args or not rule.details:
        return args
    reasons = (rule.detail(key)[language] for key in args["detail"].split())
    return {**args, "detail": " ".join(_fill(reason, args) for reason in reasons)}


def _spans(doc: Document, issues: Sequence[Issue], shown: Sequence[int]) -> dict[int, Span]:
    """Where each shown issue stands: its value, or the tag of the parent of what is missing."""
    missing = [n for n in shown if issues[n].missing]
    present = [n for n in shown if not issues[n].missing]
    tags = doc.source.locate_parent(list({issues[n].at for n in missing})) if missing else {}
    values = doc.source.locate(list({issues[n].at for n in present})) if present else {}
    return {n: tags[issues[n].at] if issues[n].missing else values[issues[n].at] for n in shown}


def _is_tag(format_: str, text: str, place: At) -> bool:
    """Whether what was found at a place is the tag of its segment, or CDATA, and no plain value to write over."""
    if format_ in ("xml", "ubl"):
        return text.startswith("<")
    return format_ == "flat" and place.group is not None and text == f"({place.group.segment.name})"


def _path(doc: Document, issue: Issue) -> str:
    """What a finding names: the place itself, or the parent of what is missing."""
    return doc.source.parent_path(issue.at) if issue.missing else doc.source.path(issue.at)


def cut(value: str | None) -> str | None:
    """At most 80 characters of a value, in one line, without what a terminal or page would act on."""
    if value is None:
        return None
    clean = "".join(c if c.isprintable() else "�" for c in value)
    return clean if len(clean) <= LONGEST else clean[: LONGEST - 1] + "…"


class _Args(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _fill(template: str, args: Mapping[str, str]) -> str:
    """A text with its figures; braces in values are values."""
    return template.format_map(_Args(args)) if "{" in template else template
