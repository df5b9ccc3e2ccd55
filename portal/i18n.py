"""Language and theme of a page: from the cookies of the device, else from the account, else Spanish."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from portal.extensions import babel

LANGUAGE_COOKIE, THEME_COOKIE = "language", "theme"
THEMES = ("auto", "light", "dark")
ROLE_NAMES = {
    "client": _l("cliente"),
    "distributor": _l("distribuidor"),
    "developer": _l("desarrollador"),
    "agent": _l("agente"),
    "lead": _l("líder"),
    "administrator": _l("administrador"),
}


def init_app(app: Flask) -> None:
    """Choose the language of each request and give templates `language`, `theme`, the filters `text` and
    `role_name`, and pieces `page_language`."""
    babel.init_app(app, locale_selector=language)
    app.jinja_env.filters["text"] = text
    # Pieces are imported without a page's context.
    app.jinja_env.globals["page_language"] = language
    app.jinja_env.filters["role_name"] = lambda name: str(ROLE_NAMES[name])

    @app.context_processor
    def preferences() -> dict[str, Any]:
        return {"language": language(), "theme": theme()}


def language() -> str:
    """`es` or `en`, chosen once a request: an error page must not ask the database again."""
    if not has_request_context():
        return str(current_app.config["LANGUAGES"][0])
    if "language" not in g:
        g.language = _choose()
    return str(g.language)


def _choose() -> str:
    known = current_app.config["LANGUAGES"]
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in known:
        return str(chosen)
    # Whoever was recognised so far: the access table asks before any page does.
    user = g.get("_login_user")
    if user is not None and user.is_authenticated and user.language in known:
        return str(user.language)
    return str(known[0])


def theme() -> str:
    """One of THEMES; `auto` follows the device."""
    chosen = request.cookies.get(THEME_COOKIE, "auto") if has_request_context() else "auto"
    return chosen if chosen in THEMES else "auto"


def text(value: Mapping[str, str] | str | None) -> str:
    """A text of the knowledge files in the language of the page; Spanish where there is no twin."""
    if value is None or isinstance(value, str):
        return value or ""
    locale = get_locale()
    return value.get(locale.language if locale else "es") or value["es"]
