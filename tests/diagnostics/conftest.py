"""Options of the golden reports."""

import pytest


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether to write the golden reports anew instead of comparing with them."""
    return bool(request.config.getoption("--renew"))
