"""The guide: rules, fields, WS answers, code lists, articles and the policy, and a search over all of them."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from knowledge import load
from knowledge.library import Article, render
from knowledge.search import Hit, search
from portal.clock import now
from portal.web.contact import opening
from portal.web.guide import computed
from portal.web.guide import fields as field_pages
from portal.web.guide import lists as list_pages
from portal.web.guide import rules as rule_pages
from portal.web.guide import ubl_fields as ubl_pages
from portal.web.guide.base import NEAREST, blueprint, unknown
from portal.web.guide.counterparts import counterpart
from portal.web.guide.coverage import coverage
from portal.web.guide.hashes import hash_of
from portal.web.guide.taxes import named
from portal.web.guide.words import code_of, part, sources

__all__ = ["blueprint", "computed"]
blueprint.add_app_template_global(part, "guide_part")
blueprint.add_app_template_global(code_of, "guide_code")
blueprint.add_app_template_global(counterpart)
blueprint.add_app_template_global(hash_of)
ROWS_SHOWN = 300


@blueprint.get("")
def index() -> str:
    """Search, and the doors to each part."""
    query = request.args.get("q", "").strip()
    hits = search(load(), query) if query else []
    return render_template("web/guide/index.html", query=query, hits=hits)


@blueprint.get("/reglas")
def rules() -> str:
    """How much of the annex they cover, and all rules by family."""
    knowledge = load()
    families = rule_pages.families(knowledge)
    return render_template("web/guide/rules.html", families=families, covered=coverage(knowledge))


@blueprint.get("/reglas/<name>")
def rule(name: str) -> str | Response:
    """One rule by our name."""
    found = load().rules.get(name)
    if found is None:
        return unknown(name, "rule")
    return render_template("web/guide/rule.html", page=rule_pages.rule_page(load(), found, None))


@blueprint.get("/<code>")
def code(code: str) -> str | Response | Redirect:
    """A rule by DIAN's code or by its name: the address that findings carry."""
    knowledge = load()
    known = next((c for c in (code, code.upper()) if knowledge.rule_for_code(c)), code)
    found = knowledge.rule_for_code(known)
    if found is None:
        return _called(code)
    page = rule_pages.rule_page(knowledge, found, knowledge.field_for_code(known), known)
    return render_template("web/guide/rule.html", page=page)


def _called(name: str) -> Response | Redirect:
    """What is no rule may be the name of a tax or a hash: CUFE, IBUA."""
    knowledge = load()
    tax = named(knowledge, name.replace("-", " "))
    if tax is not None:
        return redirect(url_for("guide.tax", name=tax.tax), 301)
    if name.lower() in {h.name.lower() for h in knowledge.hashes.values()}:
        return redirect(url_for("guide.hash_", name=name), 301)
    return unknown(name)


@blueprint.app_template_global("nearest_pages")
def nearest_pages() -> list[Hit]:
    """The nearest entries to the address of a page that is not there, for the page that says so."""
    last = request.path.rstrip("/").rpartition("/")[2]
    # Below other parts stand references of tickets and files: the guide knows nothing like them.
    mine = request.path.startswith("/guia/") or request.path.count("/") == 1
    return search(load(), last.replace("-", " "), NEAREST) if mine else []


@blueprint.get("/campos")
def fields() -> str | Response:
    """The fields of one document, segment by segment: of the estructura base or of UBL."""
    name = request.args.get("documento", "FACTURA")
    knowledge = load()
    roots = [*knowledge.structure.values(), *(knowledge.ubl[n] for n in ubl_pages.DOCUMENTS)]
    if name in knowledge.structure:
        return render_template("web/guide/fields.html", root=knowledge.structure[name], roots=roots)
    if name not in ubl_pages.DOCUMENTS:
        return unknown(name, "field")
    root = knowledge.ubl[name]
    return render_template(
        "web/guide/ubl_fields.html",
        root=root,
        roots=roots,
        segments=ubl_pages.segments_of(knowledge, root),
        names={id_: known[0].name for id_, known in knowledge.fields.items()},
    )


@blueprint.get("/campos/<path:name>")
def field(name: str) -> str | Response | Redirect:
    """One field with its places, by its name in the layout; what only UBL has, by its canonical id. Any other name
    of it leads there."""
    knowledge = load()
    page = field_pages.field_page(knowledge, name.upper())
    if page is not None:
        return render_template("web/guide/field.html", page=page)
    if name in knowledge.fields:
        return redirect(url_for("guide.field", name=knowledge.fields[name][0].name), 301)
    ubl_page = ubl_pages.ubl_field_page(knowledge, name)
    if ubl_page is not None:
        return render_template("web/guide/ubl_field.html", page=ubl_page)
    found = ubl_pages.named(knowledge, name)
    if not found:
        return unknown(name, "field")
    if len(found) == 1:
        return redirect(url_for("guide.field", name=ubl_pages.address(knowledge, found[0].id)), 301)
    places = [(f, ubl_pages.address(knowledge, f.id), ubl_pages.first_path(knowledge, f.id)) for f in found]
    return render_template("web/guide/ubl_names.html", name=name, fields=places)


@blueprint.get("/respuestas")
def responses() -> str:
    """All answers of the web service."""
    found = list_pages.responses_by_code(load().responses)
    return render_template("web/guide/responses.html", responses=found)


@blueprint.get("/respuestas/<name>")
def response(name: str) -> str | Response:
    """One answer of the web service."""
    knowledge = load()
    found = next((r for r in knowledge.responses if r.id == name), None)
    if found is None:
        return unknown(name, "response")
    return render_template("web/guide/response.html", response=found, knowledge=knowledge)


@blueprint.get("/listas")
def lists() -> str:
    """All code lists."""
    return render_template("web/guide/lists.html", lists=list_pages.lists_by_title(load()))


@blueprint.get("/listas/<name>")
def code_list(name: str) -> str | Response:
    """One code list, filtered by code or name."""
    knowledge = load()
    found = knowledge.codes.get(name)
    if found is None:
        return unknown(name, "list")
    query = request.args.get("q", "").strip()
    rows = list_pages.rows_of(found, query)
    return render_template(
        "web/guide/list.html",
        list=found,
        query=query,
        rows=rows[:ROWS_SHOWN],
        total=len(rows),
        whose=list_pages.whose(found),
        sources=sources(knowledge, [found.source]),
        used=list_pages.used_by(knowledge, name),
        first=list_pages.first_words(found),
    )


@blueprint.get("/articulos")
def articles() -> str:
    """All articles."""
    return render_template("web/guide/articles.html", articles=load().articles.values())


@blueprint.get("/articulos/<slug>")
def article(slug: str) -> str | Response:
    """One article."""
    knowledge = load()
    found: Article | None = knowledge.articles.get(slug)
    if found is None:
        return unknown(slug, "article")
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
