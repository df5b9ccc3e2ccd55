"""Invented data for the page of pieces, in the shapes that the macros of templates/components ask for."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("examples.json")
AHEAD = timedelta(hours=43)


def kit(moment: datetime) -> dict[str, Any]:
    """Everything the page shows; what has a time stands around `moment`."""
    data: dict[str, Any] = json.loads(SOURCE.read_text(encoding="utf-8"))
    soon = {"due": moment + AHEAD, **data["clocks"][1]}
    return {**data, "entries": [entry(said, moment) for said in data["entries"]], "due": soon}


def entry(said: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """One entry of the conversation, as components/timeline.html takes it."""
    at = moment - timedelta(hours=said["hours_ago"])
    message = {"body": said["body"], "attachments": []} if "body" in said else None
    return {**said, "at": at, "message": message}
