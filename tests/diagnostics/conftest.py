"""Options of the golden reports, and the folder of the command line."""

import pytest

from tests.diagnostics.inputs_folder import folder

__all__ = ["folder"]


@pytest.fixture(scope="session")
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether to write the golden reports anew instead of comparing with them."""
    return bool(request.config.getoption("--renew"))
