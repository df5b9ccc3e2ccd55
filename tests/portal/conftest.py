"""What the tests of a ticket's life share: a desk, and a Monday morning that stands still."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.portal.desk import Desk, bogota


@pytest.fixture
def monday(app: Flask) -> Iterator[time_machine.Traveller]:
    """23 November 2026, 9:00 in Colombia; the test moves it on."""
    with time_machine.travel(bogota("2026-11-23 09:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A requester, agents and a lead."""
    return Desk()
