"""A ticket, its requester and an agent, for the tests of its life."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from knowledge import load
from portal.models import Organisation, Ticket, User
from portal.services import tickets
from tests.factories import MembershipFactory, UserFactory

BOGOTA = ZoneInfo("America/Bogota")
ITEM = {"item": "resolution", "label": "Resolución en PDF", "kind": "attachment"}


def bogota(text: str) -> datetime:
    """`2026-11-23 09:00` in Colombia."""
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA)


@dataclass
class Desk:
    """Opens tickets of one organisation."""

    requester: User = field(default_factory=lambda: UserFactory(name="Ana Ruiz"))
    agent: User = field(default_factory=lambda: UserFactory(role="agent", name="Eva Gil"))
    other: User = field(default_factory=lambda: UserFactory(role="agent", name="Iván Paz"))
    lead: User = field(default_factory=lambda: UserFactory(role="lead", name="Sol Mora"))
    organisation: Organisation = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.organisation = MembershipFactory(user=self.requester).organisation

    def open(self, kind: str = "revision-de-insumo", **more: Any) -> Ticket:
        return tickets.open_ticket(
            kind=load().requests[kind],
            requester=self.requester,
            organisation=self.organisation,
            subject="Revisar la factura SETT12",
            **{"answers": {}, **more},
        )
