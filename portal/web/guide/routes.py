"""The guide: rules, fields, WS answers, code lists, articles and the policy, and a search over all of them."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from knowledge import load
from knowledge.library import Article, render
from knowledge.search import search
from portal.clock import now
from portal.web.contact import opening
from portal.web.guide import pages

blueprint = Blueprint("guide", __name__, url_prefix="/guia")
ROWS_SHOWN = 300


@blueprint.get("")
def index() -> str:
    """Search, and the doors to each part."""
    query = request.args.get("q", "").strip()
    knowledge = load()
    hits = search(knowledge, query) if query else []
    return render_template(
        "web/guide/index.html", query=query, hits=hits, knowledge=knowledge, part=pages.part
    )


@blueprint.get("/reglas")
def rules() -> str:
    """All rules by family."""
    return render_template("web/guide/rules.html", families=pages.families(load()))


@blueprint.get("/reglas/<name>")
def rule(name: str) -> str | Response:
    """One rule by our name."""
    found = load().rules.get(name)
    if found is None:
        return unknown(name)
    return render_template("web/guide/rule.html", page=pages.rule_page(load(), found, None))


@blueprint.get("/<code>")
def code(code: str) -> str | Response:
    """A rule by DIAN's code or by its name: the address that findings carry."""
    knowledge = load()
    found = knowledge.rule_for_code(code) or knowledge.rule_for_code(code.upper())
    if found is None:
        return unknown(code)
    field = knowledge.field_for_code(code) or knowledge.field_for_code(code.upper())
    return render_template("web/guide/rule.html", page=pages.rule_page(knowledge, found, field, code))


def unknown(code: str) -> str | Response:
    """The nearest entries to a code that the guide does not have."""
    hits = search(load(), code, 6)
    if not hits:
        abort(404)
    return Response(
        render_template("web/guide/unknown.html", code=code, hits=hits, part=pages.part),
        404,
        mimetype="text/html",
    )


@blueprint.get("/campos")
def fields() -> str:
    """The estructura base, segment by segment."""
    root = request.args.get("documento", "FACTURA")
    knowledge = load()
    if root not in knowledge.structure:
        abort(404)
    return render_template("web/guide/fields.html", root=knowledge.structure[root], roots=knowledge.structure)


@blueprint.get("/campos/<name>")
def field(name: str) -> str | Response:
    """One field, with its place in each format."""
    page = pages.field_page(load(), name.upper())
    return unknown(name) if page is None else render_template("web/guide/field.html", page=page)


@blueprint.get("/respuestas")
def responses() -> str:
    """All answers of the web service."""
    return render_template("web/guide/responses.html", responses=load().responses)


@blueprint.get("/respuestas/<name>")
def response(name: str) -> str:
    """One answer of the web service."""
    knowledge = load()
    found = next((r for r in knowledge.responses if r.id == name), None)
    if found is None:
        abort(404)
    return render_template("web/guide/response.html", response=found, knowledge=knowledge)


@blueprint.get("/listas")
def lists() -> str:
    """All code lists."""
    return render_template("web/guide/lists.html", lists=load().codes.values())


@blueprint.get("/listas/<name>")
def code_list(name: str) -> str:
    """One code list, filtered by code or name."""
    found = load().codes.get(name)
    if found is None:
        abort(404)
    query = request.args.get("q", "").strip()
    rows = pages.rows_of(found, query)
    return render_template(
        "web/guide/list.html",
        list=found,
        query=query,
        rows=rows[:ROWS_SHOWN],
        total=len(rows),
        used=pages.used_by(load(), name),
    )


@blueprint.get("/articulos")
def articles() -> str:
    """All articles."""
    return render_template("web/guide/articles.html", articles=load().articles.values())


@blueprint.get("/articulos/<slug>")
def article(slug: str) -> str:
    """One article."""
    knowledge = load()
    found: Article | None = knowledge.articles.get(slug)
    if found is None:
        abort(404)
    return render_template(
        "web/guide/article.html", article=found, body=render(found.body), knowledge=knowledge
    )


@blueprint.get("/politica")
def policy() -> str:
    """The support policy: levels, hours, contacts, considerations."""
    knowledge = load()
    return render_template(
        "web/guide/policy.html",
        policy=knowledge.policy,
        knowledge=knowledge,
        opening=opening(now()),
    )
