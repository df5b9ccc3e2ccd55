"""The request kinds read straight from their sources, and the answers that tests give to each."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml

import knowledge
from knowledge.catalogue import RequestKind, with_shared

SOURCES = Path(knowledge.__file__).parent / "requests"
ANSWERS = Path(__file__).parent / "answers"
TODAY = date(2026, 11, 24)


def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


SHARED: dict[str, Any] = _yaml(SOURCES / "_shared.yaml")
RAW: dict[str, dict[str, Any]] = {p.stem: _yaml(p) for p in sorted(SOURCES.glob("[a-z]*.yaml"))}
KINDS = {name: RequestKind.from_dict(with_shared(raw, SHARED)) for name, raw in RAW.items()}
SAMPLES: dict[str, dict[str, Any]] = {p.stem: _yaml(p) for p in sorted(ANSWERS.glob("[a-z]*.yaml"))}
REQUESTER: dict[str, Any] = _yaml(ANSWERS / "_requester.yaml")


def cases(name: str) -> list[dict[str, Any]]:
    """Complete requests of a kind: answers, attachments, diagnosis (none) and the subject they must have."""
    return [
        {"diagnosis": "none", **c, "answers": {**REQUESTER, **c["answers"]}} for c in SAMPLES[name]["cases"]
    ]


CASES = [(name, case) for name in SAMPLES for case in cases(name)]
CASE_IDS = [f"{name}-{n}" for name in SAMPLES for n in range(len(cases(name)))]
