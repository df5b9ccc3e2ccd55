"""A portal with demonstration data on a port of its own, and a real browser to drive it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from portal.services.accounts import DEMO_PASSWORD

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "build" / "pictures"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# The innermost elements past the right edge of a page that scrolls sideways.
OVERHANGING = """() => {
  const room = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= room) return []
  // A long word overflows its element without making it wider: only the element's scroll width tells.
  const spills = e => e.scrollWidth > room + 1 && getComputedStyle(e).overflowX === 'visible'
  const past = [...document.body.querySelectorAll('*')].filter(
    e => e.getBoundingClientRect().right > room + 1 || spills(e))
  return past.filter(e => ![...e.children].some(c => past.includes(c))).map(e => e.outerHTML.slice(0, 120))
}"""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with the demonstration's people and tickets, prepared and served as `make run` does.

    Only the limits per address are off: all these people come from one.
    """
    folder = tmp_path_factory.mktemp("portal")
    env = {**os.environ, "PORTAL_INSTANCE": str(folder)}
    subprocess.run([sys.executable, "-m", "portal", "prepare"], cwd=ROOT, env=env, check=True)
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
        number = listener.fileno()
        app = "portal:create_app({'RATELIMIT_ENABLED': False})"
        with subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", f"fd://{number}", app],
            cwd=ROOT, env=env, pass_fds=(number,),
        ) as server:  # fmt: skip
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
            server.terminate()


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """The machine's Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


NewPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[NewPage]:
    """Open a page: `new_page(phone=True, script=False, dark=True, mail="ana@ejemplo.co")`.

    `state`: the cookies of a browser that signed in before.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        *,
        phone: bool = False,
        script: bool = True,
        dark: bool = False,
        mail: str | None = None,
        state: StorageState | None = None,
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=PHONE if phone else DESKTOP,
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            locale="es-CO",
            storage_state=state,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if not script:
            SCRIPTLESS.add(context)
        page = context.new_page()
        if mail:
            page.goto("/cuenta/ingresar")
            page.fill("#email", mail)
            page.fill("#password", DEMO_PASSWORD)
            page.click("main form button[type=submit]")
            page.wait_for_url(lambda url: "/cuenta/ingresar" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()


SEEN: set[str] = set()
"""The paths that were looked at, for the test that none was forgotten."""
SCRIPTLESS: set[BrowserContext] = set()
"""Where axe cannot run: it waits for timers that never come."""


def look(page: Page, name: str) -> None:
    """Keep a picture of the whole page as build output; refuse one that scrolls sideways or that axe objects to."""
    SEEN.add(urlsplit(page.url).path)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    wider = page.evaluate(OVERHANGING)
    assert not wider, f"{name} is wider than its window: {wider}"
    if page.context not in SCRIPTLESS:
        _check_axe(page)


def _check_axe(page: Page) -> None:
    """Fail on any violation of WCAG 2.0 to 2.2, A and AA, with every fold open; folds stay as they were."""
    page.evaluate(
        "document.querySelectorAll('details:not([open])').forEach(d => { d.open = d.dataset.opened = true })"
    )
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("document.querySelectorAll('[data-opened]').forEach(d => { d.open = false })")
