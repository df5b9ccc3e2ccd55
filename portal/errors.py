"""Errors as people and programs read them: what happened, what to do, and the id to cite. Never a trace."""

from dataclasses import dataclass

import orjson
from flask import Flask, Response, current_app, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, ServiceUnavailable

from portal.config import FILE_MAX_MB
from portal.extensions import db
from portal.headers import request_id
from portal.i18n import language

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Words:
    """Title and what to do."""

    title: LazyString
    advice: LazyString


WORDS = {
    400: Words(
        _l("No entendimos la petición"), _l("Vuelva a la página anterior, recárguela e intente de nuevo.")
    ),
    401: Words(_l("Ingrese para continuar"), _l("Esta página necesita una cuenta.")),
    403: Words(_l("Su cuenta no abre esta página"), _l("Pida el permiso al responsable de su organización.")),
    404: Words(_l("Esta página no existe"), _l("Revise la dirección, busque en la guía o vuelva al inicio.")),
    405: Words(_l("Esta dirección no recibe eso"), _l("Vuelva a la página anterior y use sus botones.")),
    413: Words(
        _l("Lo que envió pesa demasiado"),
        _l(
            "El límite es %(size)s MB por archivo y 10 archivos por mensaje. Divida el envío.",
            size=FILE_MAX_MB,
        ),
    ),
    429: Words(_l("Demasiados intentos seguidos"), _l("Espere un minuto e intente de nuevo.")),
    500: Words(
        _l("No pudimos terminar"),
        _l("Lo guardado sigue guardado. Intente de nuevo; si se repite, cite el número de abajo."),
    ),
    503: Words(
        _l("No pudimos guardar en este momento"),
        _l("Intente de nuevo en un minuto. Lo que ya estaba guardado sigue guardado."),
    ),
}


class Refused(Exception):
    """A service says no to something that a person asked for; the message is for that person.

    `code` is for programs, in kebab-case.
    """

    status = 409

    def __init__(self, code: str, message: str | LazyString) -> None:
        super().__init__(str(message))
        self.code, self.message = code, message


def init_app(app: Flask) -> None:
    """Answer every error in our words, as a page or (RFC 9457) as JSON."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(500, _internal)


def wants_json() -> bool:
    """Whether the answer goes to a program: the API, or a request that prefers JSON."""
    if request.path.startswith("/api/"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def answer(status: int, title: str, advice: str, code: str | None = None) -> Response:
    """The page or the problem document."""
    if wants_json():
        body = {
            "type": "about:blank",
            "title": title,
            "status": status,
            "detail": advice,
            "instance": request_id(),
        }
        if code:
            body["code"] = code
        return Response(orjson.dumps(body), status, content_type=PROBLEM)
    words = {"status": status, "title": title, "advice": advice, "request_id": request_id()}
    # Where something of ours broke, or the host leaves nothing to build addresses with, it stands alone:
    # what the layout needs may be what is broken.
    if status >= 500 or request_ctx.url_adapter is None:
        page = current_app.jinja_env.get_template("errors/failure.html").render(language=language(), **words)
    else:
        page = render_template("errors/error.html", **words)
    return Response(page, status)


def _http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error  # a redirect is no error
    if isinstance(error, RequestEntityTooLarge):
        request.environ["wsgi.input_terminated"] = True
    words = WORDS.get(status) or WORDS[400 if status < 500 else 500]
    response = answer(status, str(words.title), str(words.advice))
    for name, value in error.get_headers(request.environ):
        if name not in ("Content-Type", "Content-Length"):
            response.headers[name] = value
    return response


def _csrf(error: CSRFError) -> Response:
    advice = _(
        "La página estuvo abierta mucho tiempo o las cookies están apagadas. Recárguela y envíe de nuevo."
    )
    return answer(400, _("No pudimos comprobar de dónde vino el envío"), advice, "csrf")


def _database(error: OperationalError) -> Response:
    db.session.rollback()
    current_app.logger.exception("database unavailable, request %s", request_id())
    response = answer(503, str(WORDS[503].title), str(WORDS[503].advice))
    response.headers["Retry-After"] = str(ServiceUnavailable().retry_after or 60)
    return response


def _refused(error: Refused) -> Response:
    db.session.rollback()
    return answer(error.status, _("No se puede hacer"), str(error.message), error.code)


def _internal(error: Exception) -> Response:
    db.session.rollback()
    return answer(500, str(WORDS[500].title), str(WORDS[500].advice))
