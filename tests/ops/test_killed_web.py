"""The web is killed while a request is being sent: sent again, it is one ticket with a whole log."""

import os
import re
import signal
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing
from http.client import HTTPException
from http.cookiejar import CookieJar

import pytest

from portal.services.accounts import DEMO_PASSWORD
from tests.ops.portal_process import PortalProcess
from tests.ops.processes import children_of, wait_until

RESTART = 40  # seconds: a child that dies again and again is given longer and longer pauses
MOMENTS = (0.0, 0.02, 0.04, 0.08, 0.15)  # from before the request reaches the program to after its answer


class Browser:
    """Cookies, forms with their token, and the last address; a connection that broke off gives ""."""

    def __init__(self, portal: PortalProcess) -> None:
        self.portal = portal
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.address = ""

    def get(self, path: str) -> str:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.portal.address, path)))

    def post(self, path: str, token: str, **fields: str) -> str:
        data = urllib.parse.urlencode({"csrf_token": token, **fields}).encode()
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.portal.address, path), data))

    def _open(self, request: urllib.request.Request) -> str:
        try:
            with self.opener.open(request, timeout=20) as answer:
                self.address = answer.url
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()
        except (OSError, HTTPException):
            return ""

    def token(self, path: str) -> str:
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(path))
        assert found is not None, path
        return found[1]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory):
    with PortalProcess(tmp_path_factory.mktemp("killed-web") / "instance") as running:
        yield running


@pytest.fixture(scope="module")
def browser(portal: PortalProcess) -> Browser:
    browser = Browser(portal)
    token = browser.token("/cuenta/ingresar")
    browser.post("/cuenta/ingresar", token, email="ana@ejemplo.co", password=DEMO_PASSWORD)
    assert "Ana" in browser.get("/cuenta")
    return browser


@pytest.mark.parametrize("delay", MOMENTS)
def test_request_sent_around_a_kill_is_one_ticket(
    portal: PortalProcess, browser: Browser, delay: float
) -> None:
    kind = "/solicitudes/informacion-estructura-base"
    browser.post(kind, browser.token(kind))
    found = re.search(r"/solicitudes/borrador/([\w-]+)", browser.address)
    assert found is not None, browser.address
    review = f"{found[0]}/revisar"
    token = browser.token(review)
    equal = _equal(browser, review, token)

    sending = threading.Thread(
        target=browser.post, args=(review, token), kwargs={"do": "later", "equal": equal}
    )
    sending.start()
    time.sleep(delay)
    _kill_web(portal)
    sending.join()

    wait_until(lambda: portal.get("/") == 200, RESTART)
    page = browser.post(review, browser.token(review) if delay else token, do="later", equal=equal)
    reference = re.search(r"/solicitud/WS-(\d+)", browser.address)
    assert reference is not None, page[:2000]
    with closing(sqlite3.connect(portal.instance / "portal.sqlite3")) as database:
        sent = database.execute(
            "select t.id from ticket t join request_draft d on d.submit_token = t.submit_token"
            " where d.public_id = ?",
            (found[1],),
        ).fetchall()
        log = database.execute(
            "select name from ticket_event where ticket_id = ? order by id", (int(reference[1]),)
        ).fetchall()
    assert sent == [(int(reference[1]),)]
    assert [name for (name,) in log].count("opened") == 1


def _equal(browser: Browser, review: str, token: str) -> str:
    """The reference of an equal open request, if the page shows one: sending it says that it was seen."""
    shown = re.search(r'name="equal"[^>]*value="(WS-\d+)"', browser.get(review))
    return shown[1] if shown else ""


def _kill_web(portal: PortalProcess) -> None:
    web = portal.child("gunicorn")
    for pid in (web, *children_of(web)):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: portal.has("gunicorn", other_than=web), RESTART)
