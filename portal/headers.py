"""What every answer carries: a request id, and headers that leave a browser nothing to misunderstand."""

import secrets

from flask import Flask, Response, g, request

# No 'unsafe-inline' anywhere: pages carry no inline script and no style attribute.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # the code of a second factor and Bootstrap's icons
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that two people hear differently on the telephone


def init_app(app: Flask) -> None:
    """Give each request its id and each answer its headers."""
    secure = not app.config["EMBEDDED"]

    @app.before_request
    def name_request() -> None:
        request_id()

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["X-Request-Id"] = request_id()
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if not (request.endpoint or "").endswith("static"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def request_id() -> str:
    """The id of this request: eight letters and digits that can be read out."""
    if "request_id" not in g:
        g.request_id = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return str(g.request_id)
