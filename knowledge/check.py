"""Every source file stands its JSON Schema, and nothing points at what does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, cast

from knowledge.compile import Parsed, in_folder

if TYPE_CHECKING:
    from jsonschema import ValidationError

Problem = tuple[str, str, str]
"""(file, JSON pointer, reason)."""

SCHEMAS = {
    "structure/": "structure",
    "rules/": "rules",
    "rules/_texts.yaml": "rule_texts",
    "rules/_fields.yaml": "rule_fields",
    "rules/_differences.yaml": "differences",
    "responses/": "responses",
    "codes/lists.yaml": "code_lists",
    "taxes/": "taxes",
    "taxes/_shared.yaml": "tax_methods",
    "hashes/": "hash",
    "requests/": "request",
    "articles/": "article",
    "policy.yaml": "policy",
    "holidays.yaml": "holidays",
    "sources.yaml": "sources",
    "web_service.yaml": "web_service",
    "ubl.yaml": "ubl",
}
"""Start of a source's path -> its schema in schemas/; the longest start that fits decides."""


def check_files(parsed: Parsed) -> list[Problem]:
    """The problems of each file by itself."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    schemas = {
        n.removeprefix("schemas/").removesuffix(".schema.json"): s
        for n, s in parsed.items()
        if n.endswith(".schema.json")
    }
    validators = {name: Draft202012Validator(schema) for name, schema in schemas.items()}
    problems: list[Problem] = []
    for name, data in parsed.items():
        schema = schema_of(name)
        if schema is None:
            continue
        if schema not in validators:
            problems.append((name, "", f"no hay esquema schemas/{schema}.schema.json"))
            continue
        error = best_match(validators[schema].iter_errors(without_body(data)))
        if error is not None:
            pointer = "".join(f"/{step}" for step in error.absolute_path)
            problems.append((name, pointer, _reason(error)))
    return problems


def _reason(error: ValidationError) -> str:
    """What the schema says; of things that must differ the one that stands twice, instead of all of them."""
    if error.validator == "uniqueItems":
        entries = cast("list[Any]", error.instance)
        twice = next(one for n, one in enumerate(entries) if one in entries[:n])
        return f"está dos veces: {twice}"
    return str(error.message)[:300]


def check_requests(parsed: Parsed) -> list[Problem]:
    """The problems inside the request kinds that their schema cannot see."""
    from knowledge.request_check import check_request

    shared = parsed["requests/_shared.yaml"]
    kinds = in_folder(parsed, "requests")
    return [(name, *problem) for name, kind in kinds.items() for problem in check_request(kind, shared)]


def check_time(parsed: Parsed) -> list[Problem]:
    """The problems of the policy and the holidays that their schemas cannot see."""
    from knowledge.policy_check import check_holidays, check_policy

    policy = [("policy.yaml", *problem) for problem in check_policy(parsed["policy.yaml"])]
    return policy + [("holidays.yaml", *problem) for problem in check_holidays(parsed["holidays.yaml"])]


def schema_of(name: str) -> str | None:
    """The schema of a source, or None for what has none (lists, modules, schemas themselves)."""
    fitting = [start for start in SCHEMAS if name.startswith(start) and not name.endswith(".csv")]
    return SCHEMAS[max(fitting, key=len)] if fitting else None


def without_body(data: Any) -> Any:
    """An article's front matter is what its schema describes; the text behind it is free."""
    return (
        {k: v for k, v in data.items() if k != "body"} if isinstance(data, dict) and "body" in data else data
    )


def check_references(data: dict[str, Any]) -> list[Problem]:
    """The problems between files: names that are used and are not there, or are there twice."""
    from knowledge.page_check import check_hashes, check_taxes

    return [
        *_doubles(data),
        *_of_rules(data),
        *_of_responses(data),
        *_of_requests(data),
        *_of_articles(data),
        *_of_fields(data),
        *_of_lists(data),
        *check_taxes(data),
        *check_hashes(data),
    ]


def names_of(data: dict[str, Any]) -> dict[str, set[str]]:
    """All names that one kind of entry may use of another."""
    return {
        "rules": {r["rule"] for r in data["rules"]},
        "responses": {r["response"] for r in data["responses"]},
        "requests": {r["request"] for r in data["requests"]},
        "articles": {a["article"] for a in data["articles"]},
        "sources": set(data["sources"]),
        "lists": {c["list"] for c in data["codes"]},
        "fields": {
            f["id"]
            for root in data["structure"]
            for s in root["segments"].values()
            for f in s["fields"].values()
        }
        | ubl_ids(data["ubl"]),
    }


def ubl_ids(ubl: dict[str, Any]) -> set[str]:
    """The canonical ids that ubl.yaml gives a place."""
    segments = ubl["segments"].values()
    placed = {id_ for s in segments for fields in s["fields"].values() for id_ in fields}
    return placed | {s["node_id"][0] for s in segments if "node_id" in s}


def _doubles(data: dict[str, Any]) -> Iterator[Problem]:
    for kind, key in (
        ("rules", "rule"),
        ("responses", "response"),
        ("requests", "request"),
        ("articles", "article"),
        ("codes", "list"),
        ("taxes", "tax"),
        ("hashes", "hash"),
    ):
        seen: set[str] = set()
        for entry in data[kind]:
            if entry[key] in seen:
                yield f"{kind}/", f"/{entry[key]}", "está dos veces"
            seen.add(entry[key])


def _of_rules(data: dict[str, Any]) -> Iterator[Problem]:
    names = names_of(data)
    for rule in data["rules"]:
        here = (f"rules/{rule['family']}.yaml", f"/{rule['rule']}")
        yield from _missing(here, "fields", rule.get("fields", ()), names["fields"])
        yield from _missing(here, "fields", _ids_in(rule["check"]), names["fields"])
        judged = rule["check"].get("lacking", {}).get("judged", ())
        yield from _missing(here, "rules", [one["rule"] for one in judged], names["rules"])
        yield from _missing(here, "sources", rule["source"], names["sources"])
        related = rule.get("related", {})
        yield from _missing(here, "articles", related.get("articles", ()), names["articles"])
        yield from _missing(here, "requests", related.get("requests", ()), names["requests"])


_ID = re.compile(r"[a-z]\w*(?:\.[a-z]\w*)+", re.ASCII)


def _ids_in(part: Any) -> Iterator[str]:
    """The canonical ids in a check or a condition, at any depth: values and, of `where`, keys."""
    if isinstance(part, str):
        yield from [part] if _ID.fullmatch(part) else []
    elif isinstance(part, dict):
        yield from (id_ for pair in part.items() for one in pair for id_ in _ids_in(one))
    elif isinstance(part, list):
        yield from (id_ for one in part for id_ in _ids_in(one))


def _of_responses(data: dict[str, Any]) -> Iterator[Problem]:
    names = names_of(data)
    for response in data["responses"]:
        here = ("responses/", f"/{response['response']}")
        request = response.get("request")
        yield from _missing(here, "requests", [request] if request else (), names["requests"])
        yield from _missing(here, "articles", response.get("articles", ()), names["articles"])
        yield from _missing(here, "rules", response.get("rules", ()), names["rules"])


def _of_requests(data: dict[str, Any]) -> Iterator[Problem]:
    names = names_of(data)
    for request in data["requests"]:
        here = f"requests/{request['request']}.yaml"
        for kind, used in request.get("solved_by", {}).items():
            yield from _missing((here, f"/solved_by/{kind}"), kind, used, names[kind])
        for n, prerequisite in enumerate(request.get("before", ())):
            how_to = prerequisite.get("how_to")
            place = (here, f"/before/{n}/how_to")
            yield from _missing(place, "articles", [how_to] if how_to else (), names["articles"])


_LINK = re.compile(r"\]\((/(?:guia|solicitudes)/[^)#\s]+)")


def _of_articles(data: dict[str, Any]) -> Iterator[Problem]:
    names = names_of(data)
    known = known_addresses(data)
    for article in data["articles"]:
        here = (f"articles/{article['article']}.md", "")
        for kind, used in article.get("related", {}).items():
            yield from _missing((here[0], f"/related/{kind}"), kind, used, names[kind])
        for address in _LINK.findall(article["body"]):
            if not known(address):
                yield *here, f"enlace a una página que no existe: {address}"


def known_addresses(data: dict[str, Any]) -> Callable[[str], bool]:
    """Whether an address below /guia or /solicitudes leads to a page."""
    names = names_of(data)
    fields = {n for root in data["structure"] for s in root["segments"].values() for n in s["fields"]}
    codes = {c for r in data["rules"] for c in r.get("codes", {}).values()} | names["rules"]
    codes |= {c for root in data["structure"] for s in root["segments"].values() for f in s["fields"].values()
              for by_kind in f.get("codes", {}).values() for c in by_kind.values()}  # fmt: skip
    folders = {
        "reglas": names["rules"],
        "campos": fields,
        "respuestas": names["responses"],
        "listas": names["lists"],
        "articulos": names["articles"],
        "impuestos": {t["tax"] for t in data["taxes"]},
        "huellas": {h["hash"] for h in data["hashes"]},
    }

    def known(address: str) -> bool:
        parts = address.strip("/").split("/")
        if parts[0] == "solicitudes":
            return len(parts) == 2 and parts[1] in names["requests"]
        if len(parts) == 3:
            return parts[2] in folders.get(parts[1], ())
        return len(parts) == 2 and (parts[1] in codes or parts[1] in folders or parts[1] == "politica")

    return known


def _of_fields(data: dict[str, Any]) -> Iterator[Problem]:
    names = names_of(data)
    special = {"note_concepts"}
    for root in data["structure"]:
        file = f"structure/{root['document'].lower()}.yaml"
        seen: set[str] = set()
        for segment_name, segment in root["segments"].items():
            place = (file, f"/{segment_name}/required")
            yield from _missing(place, "fields", _ids_in(segment.get("required")), names["fields"])
            for name, field in segment["fields"].items():
                here = (file, f"/{name}")
                if field["id"] in seen:
                    yield *here, f"{field['id']} está dos veces"
                seen.add(field["id"])
                yield from _missing(here, "sources", field["source"], names["sources"])
                yield from _missing(here, "fields", _ids_in(field.get("required")), names["fields"])
                if field.get("list"):
                    yield from _missing(here, "lists", [field["list"]], names["lists"] | special)


def _of_lists(data: dict[str, Any]) -> Iterator[Problem]:
    known = names_of(data)["sources"]
    for codes in data["codes"]:
        yield from _missing(("codes/lists.yaml", f"/{codes['list']}"), "sources", [codes["source"]], known)


def _missing(here: tuple[str, str], kind: str, used: Any, known: set[str]) -> Iterator[Problem]:
    for name in used:
        if name not in known:
            yield *here, f"{kind}: no existe {name}"
