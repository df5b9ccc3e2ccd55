"""No page is left out of the looking. Runs last of the browser tests, by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from werkzeug.exceptions import HTTPException

from portal import create_app
from tests.e2e.conftest import SEEN

# Addresses that answer with a file, data or another page.
NO_PAGE = {
    "structure.file", "structure.example", "structure.download",
    "account.landing",  # leads on, to the desk or home
    "bootstrap.static", "static", "security.static", "tickets.attachment", "diagnose.download", "diagnose.state",
    "diagnose.report", "diagnose.shared_file", "requests.resume", "security.confirm_email",
    "security.tf_select", "security.two_factor_rescue",
}  # fmt: skip


def test_every_page_was_looked_at(request: pytest.FixtureRequest) -> None:
    run = {item.path.name for item in request.session.items}
    missing = {path.name for path in Path(__file__).parent.glob("test_*.py")} - run
    if missing:
        pytest.skip(f"needs the other browser tests in the same run: {', '.join(sorted(missing))}")
    app = create_app({"TESTING": True})
    adapter = app.url_map.bind("localhost")
    seen = set()
    for path in SEEN:
        try:
            seen.add(adapter.match(path)[0])
        except HTTPException:
            continue  # the page that says that there is none
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - NO_PAGE - seen == set()
    assert NO_PAGE - pages == set()
