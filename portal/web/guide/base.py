"""What every page of the guide shares: its blueprint, and the answer to what it does not have."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from knowledge import load
from knowledge.search import search

blueprint = Blueprint("guide", __name__, url_prefix="/guia")
NEAREST = 6


def unknown(asked: str, kind: str | None = None) -> Response:
    """The search, and the nearest entries to what the guide does not have: first those of the kind asked for."""
    hits = sorted(search(load(), asked.replace("-", " ")), key=lambda hit: hit.kind != kind)[:NEAREST]
    return Response(render_template("web/guide/unknown.html", asked=asked, hits=hits), 404)
