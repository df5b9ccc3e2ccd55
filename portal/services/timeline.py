"""What the event log says about the clocks of a ticket: a pure fold, no database, no present time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

Window = tuple[datetime, datetime | None]


class Fact(Protocol):
    """What is read of an event."""

    @property
    def name(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def public(self) -> bool: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass
class Timeline:
    """The present cycle. `started_at` None: something is still missing. `stopped_at`: solved, closed or
    gone.
    """

    level: int
    cycle: int = 1
    started_at: datetime | None = None
    pauses: list[Window] = field(default_factory=list)
    extensions: list[Window] = field(default_factory=list)
    first_response_at: datetime | None = None
    heard_at: datetime | None = None  # the last public news by a person, which restarts the next-update clock
    escalated: bool = False
    committed_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    stopped_at: datetime | None = None
    silent: bool = False  # closed because the requester did not answer
    asked_at: datetime | None = None  # since when something is missing or the requester is waited for

    @property
    def silent_since(self) -> datetime | None:
        """Since when nothing has come from the requester although it is awaited."""
        return self.asked_at if self.stopped_at is None else None

    def windows(self, moment: datetime) -> list[tuple[datetime, datetime]]:
        """The incidents so far: one that goes on ends, for the count, at `moment`."""
        return [(start, end or max(moment, start)) for start, end in self.extensions]

    @property
    def paused_at(self) -> datetime | None:
        """Since when the requester has been waited for; None when nobody waits."""
        return self.pauses[-1][0] if self.pauses and self.pauses[-1][1] is None else None


def replay(events: Iterable[Fact], requester_id: int) -> Timeline:
    """Fold the log, in its order, into the clocks' facts. ValueError if it does not begin with `opened`."""
    line: Timeline | None = None
    for event in events:
        if line is None:
            if event.name != "opened":
                raise ValueError("the log does not begin with 'opened'")
            line = Timeline(level=int(event.data["level"]))
            if event.data.get("missing"):
                line.asked_at = event.at
            else:
                line.started_at = event.at
            continue
        if event.name in ANSWERS and _is_answer(event, requester_id):
            line.first_response_at = line.first_response_at or event.at
            line.heard_at = event.at
        if event.name in FOLDS:
            FOLDS[event.name](line, event)
    if line is None:
        raise ValueError("the log is empty")
    return line


ANSWERS = frozenset(
    {"message_sent", "waiting_started", "item_requested", "updated", "commitment_made", "solved"}
)


def _is_answer(event: Fact, requester_id: int) -> bool:
    """A public word by a person of the house; what the program writes by itself never counts."""
    return event.public and event.actor_id not in (None, requester_id)


def _item_requested(line: Timeline, event: Fact) -> None:
    # A missing item takes the whole time back, and with it every pause.
    line.started_at, line.pauses, line.asked_at = None, [], event.at


def _item_received(line: Timeline, event: Fact) -> None:
    if not event.data.get("remaining"):
        line.started_at, line.pauses, line.asked_at = event.at, [], None
    else:
        line.asked_at = event.at


def _message_received(line: Timeline, event: Fact) -> None:
    if line.asked_at is not None:
        line.asked_at = event.at


def _waiting_started(line: Timeline, event: Fact) -> None:
    if line.paused_at is None:
        line.pauses.append((event.at, None))
        line.asked_at = event.at


def _waiting_ended(line: Timeline, event: Fact) -> None:
    if line.paused_at is not None:
        line.pauses[-1] = (line.paused_at, event.at)
        line.asked_at = None


def _level_changed(line: Timeline, event: Fact) -> None:
    line.level = int(event.data["to"])


def _escalated(line: Timeline, event: Fact) -> None:
    _waiting_ended(line, event)
    line.escalated, line.heard_at = True, event.at


def _returned(line: Timeline, event: Fact) -> None:
    line.escalated, line.committed_at = False, None


def _commitment_made(line: Timeline, event: Fact) -> None:
    line.committed_at = datetime.fromisoformat(event.data["until"])


def _incident_applied(line: Timeline, event: Fact) -> None:
    line.extensions.append((datetime.fromisoformat(event.data["start"]), None))


def _incident_ended(line: Timeline, event: Fact) -> None:
    end = datetime.fromisoformat(event.data["end"])
    line.extensions = [(start, end if stop is None else stop) for start, stop in line.extensions]


def _solved(line: Timeline, event: Fact) -> None:
    _waiting_ended(line, event)
    line.solved_at = line.stopped_at = event.at


def _closed(line: Timeline, event: Fact) -> None:
    _waiting_ended(line, event)
    line.closed_at, line.stopped_at = event.at, line.stopped_at or event.at
    line.silent = event.data.get("why") == "silence"


def _reopened(line: Timeline, event: Fact) -> None:
    line.cycle += 1
    line.started_at, line.pauses, line.extensions = event.at, [], []
    line.solved_at = line.closed_at = line.stopped_at = line.committed_at = None
    line.heard_at, line.silent, line.escalated, line.asked_at = event.at, False, False, None


FOLDS = {
    "item_requested": _item_requested,
    "item_received": _item_received,
    "message_received": _message_received,
    "waiting_started": _waiting_started,
    "waiting_ended": _waiting_ended,
    "level_changed": _level_changed,
    "escalated": _escalated,
    "returned": _returned,
    "commitment_made": _commitment_made,
    "incident_applied": _incident_applied,
    "incident_ended": _incident_ended,
    "solved": _solved,
    "confirmed": _closed,
    "closed": _closed,
    "cancelled": _closed,
    "merged": _closed,
    "reopened": _reopened,
}
