"""Invented data for the page of pieces, in the shapes that the macros of templates/components ask for."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from diagnostics import Finding
from knowledge import load
from knowledge.sla import explain
from portal.web.diagnose import presenter
from portal.web.diagnose.groups import grouped

SOURCE = Path(__file__).with_name("examples.json")
AGO, LEVEL = timedelta(days=4), 2


def kit(moment: datetime) -> dict[str, Any]:
    """Everything the page shows; what has a time stands around `moment`."""
    data: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    knowledge = load()
    explained = explain(moment - AGO, LEVEL, knowledge.policy, knowledge.calendar)
    cards = presenter.causes([finding(found) for found in data["findings"]])
    return {
        **data,
        "cards": cards,
        "groups": grouped(cards),
        "rows": presenter.rows(data["source"], cards),
        "entries": [entry(said, moment) for said in data["entries"]],
        "due": {**data["clocks"][1], "due": explained.due if explained else None},
        "explained": explained,
    }


def finding(found: dict[str, Any]) -> Finding:
    """A finding from the keys that matter to a page."""
    rest = {"level": 2, "end_line": found["line"], "container": None, "requests": [], "edits": []}
    return Finding.from_dict({**rest, "guide": f"/guia/{found['code']}", **found})


def entry(said: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """One entry of the conversation, as components/timeline.html takes it."""
    at = moment - timedelta(hours=said["hours_ago"])
    message = {"body": said["body"], "attachments": []} if "body" in said else None
    return {**said, "at": at, "message": message}
