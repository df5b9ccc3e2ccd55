"""Going through a request: as somebody in a hurry who leaves what is asked for later, or answering it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Page

MOST_PAGES = 25


def send(
    page: Page, answers: Mapping[str, Any] | None = None, at_each: Callable[[Page], None] = lambda page: None
) -> str:
    """From the page before starting to the sent ticket; gives its reference. Without answers all is left out.
    `at_each` sees every page of it."""
    page.click("button:has-text('Empezar solicitud')")
    for _ in range(MOST_PAGES):
        if page.url.split("?")[0].endswith("/revisar"):
            break
        at_each(page)
        answered = _fill(page, answers or {})
        later = page.locator("button[value=later]")
        if later.count() and not answered:
            later.click()
        else:
            page.locator("main form button.btn-primary").first.click()
    at_each(page)
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    page.click("button:has-text('Enviar solicitud')")
    if page.locator("button:has-text('Enviar solicitud')").count():
        page.click("button:has-text('Enviar solicitud')")  # an equal request was shown first
    found = re.search(r"WS-\d+", page.url) or re.search(r"WS-\d+", page.inner_text("main"))
    assert found is not None, page.url
    return found[0]


def _fill(page: Page, answers: Mapping[str, Any]) -> bool:
    """Write the answers that this page asks for; whether there were any."""
    any_written = False
    for field, value in answers.items():
        place = page.locator(f"main form [name={field}]")
        if not place.count():
            continue
        if place.first.get_attribute("type") == "radio":
            page.check(f"main form [name={field}][value='{value}']")
        elif place.first.evaluate("e => e.tagName") == "SELECT":
            place.first.select_option(str(value))
        else:
            place.first.fill(str(value))
        any_written = True
    return any_written
