"""One column of a phone in the order of the reader's questions: what is asked, until when, then what happened."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.e2e.conftest import PHONE, NewPage


def top(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None, selector
    return box["y"]


def test_the_clock_stands_between_the_ask_and_the_history(new_page: NewPage) -> None:
    agent = new_page(phone=True, mail="laura@ejemplo.co")
    agent.goto("/mesa/WS-4")
    assert top(agent, "#write") < top(agent, ".clock-card") < top(agent, "#checks") < top(agent, "#story")

    client = new_page(phone=True, mail="ana@ejemplo.co")
    client.goto("/solicitud/WS-5")
    assert top(client, "#needs") < top(client, ".clock-card") < top(client, "#talk") < top(client, ".tl")
    client.goto("/solicitud/WS-17")
    assert top(client, "#talk") < top(client, ".clock-card") < top(client, ".tl")


def test_the_strip_of_views_begins_with_the_current_one(new_page: NewPage) -> None:
    page = new_page(phone=True, script=False, mail="laura@ejemplo.co")
    page.goto("/mesa?vista=done")
    box = page.locator(".views a[aria-current]").bounding_box()
    assert box is not None
    assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE["width"]


def test_state_words_stand_on_the_line_of_their_text(new_page: NewPage) -> None:
    page = new_page(mail="laura@ejemplo.co")
    page.goto("/mesa/WS-4")
    above = page.evaluate(
        """() => {
          const state = document.querySelector('.byline .state')
          const bottom = element => {
            const mark = document.createElement('span')
            mark.style.cssText = 'display:inline-block;width:1px;height:0'
            element.append(mark)
            return mark.getBoundingClientRect().bottom
          }
          return bottom(state.parentElement) - bottom(state)
        }"""
    )
    assert abs(above) < 1
