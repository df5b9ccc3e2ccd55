"""One HTML file that needs nothing else: no script, no address, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.reporters.page import page_of
from diagnostics.reporters.result import Result
from diagnostics.reporters.style import Style

if TYPE_CHECKING:
    from markupsafe import Markup

HERE = Path(__file__).parent


def end(results: Sequence[Result], style: Style) -> str:
    """The page of all files."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["coded"] = coded
    css = Markup((HERE / "report.css").read_text("utf-8"))  # noqa: S704 - our own file
    template = environment.from_string((HERE / "report.html").read_text("utf-8"))
    return template.render(page_of(results, style), css=css)


def coded(text: str) -> Markup:
    """A text of the guide with what stands between backticks as code."""
    from markupsafe import Markup, escape

    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return escape(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if n % 2 else escape(piece) for n, piece in enumerate(pieces)
    )
