"""What an event of the log holds, in words for its sentence; the same for the requester's story and the desk's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from portal.clock import now
from portal.i18n import language
from portal.models import TicketEvent
from portal.web.filters import short_date


def event_figures(event: TicketEvent, labels: Mapping[str, str]) -> dict[str, str]:
    """The placeholders of an event's sentence; `labels` are the names of the kind's items."""
    data = {k: str(event.data.get(k, "")) for k in ("label", "from", "to", "reason", "until", "name", "into")}
    item = event.data.get("item")
    data["label"] = data["label"] or labels.get(str(item), str(item or ""))
    if data["until"]:
        data["until"] = short_date(datetime.fromisoformat(data["until"]), language(), now())
    return data
