"""The texts in an upload, one by one and outside in: the file itself, and what an AttachedDocument or a ZIP holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics import Finding, Report
from diagnostics.intake import open_input
from diagnostics.opened import Opened, key_of
from diagnostics.report import entry_name, verdict_of
from diagnostics.scenario import scenario_of
from diagnostics.secrets import mask
from knowledge import load
from portal.models import Diagnosis
from portal.services.diagnoses import LIMITS, Kept, content_of, text_of


@dataclass(frozen=True, slots=True)
class Level:
    """`number` counts from 1; `key` is that of its findings' container. `document` is what the report says of it, None
    where it could not be read as one; `said`: it is an answer. `entry`: the file of a ZIP in which it stands, or ""."""

    number: int
    key: str
    container: Mapping[str, Any] | None
    text: str
    format: str
    scenario: str
    document: Mapping[str, Any] | None
    said: bool
    complete: bool
    entry: str

    @property
    def in_itself(self) -> bool:
        """Whether it is a file of a ZIP, and not only something that such a file holds."""
        return self.container is not None and self.container["kind"] == "zip"

    def own(self, report: Report) -> dict[int, Finding]:
        """Its findings by their index in the report."""
        return {n: f for n, f in enumerate(report.findings) if key_of(f.container) == self.key}

    def verdict(self, report: Report) -> str:
        """What its own findings say of it."""
        own = self.own(report).values()
        return verdict_of(own, self.complete and not any(f.rule == "internal" for f in own))


def levels_of(diagnosis: Diagnosis, held: Kept) -> list[Level]:
    """All that the kept upload holds, itself first; [] where it is a document and nothing else."""
    if not _holds_more(held):
        return []
    opened = open_input(content_of(diagnosis), load(), LIMITS)
    outer = key_of(held.container)
    documents = {key_of(d["container"]): d for d in held.report.documents}
    made = []
    for number, level in enumerate(opened.levels(), 1):
        key = " > ".join(filter(None, (outer, key_of(level.container))))
        made.append(_level(number, key, level, documents.get(key)))
    return made if len(made) > 1 else []


def _level(number: int, key: str, level: Opened, document: Mapping[str, Any] | None) -> Level:
    return Level(
        number=number,
        key=key,
        container=level.container,
        text=mask(level.text) if level.format == "soap" else level.text,
        format=level.format,
        scenario=scenario_of(level),
        document=document,
        said=bool(level.said),
        complete=level.complete,
        entry=entry_name(level.container),
    )


def _holds_more(held: Kept) -> bool:
    """Whether the report speaks of something inside what is kept."""
    kept = {"", key_of(held.container)}
    told = [*(d["container"] for d in held.report.documents), *(f.container for f in held.report.findings)]
    return bool(held.report.entries) or any(key_of(container) not in kept for container in told)


def texts_of(diagnosis: Diagnosis, held: Kept) -> dict[str, str]:
    """The texts that its findings point into, by what each came in; that of the upload itself is under ""."""
    outer = key_of(held.container)
    texts = {level.key: level.text for level in levels_of(diagnosis, held)} or {outer: text_of(diagnosis)}
    return texts if not outer else {"": held.envelope or "", **texts}
