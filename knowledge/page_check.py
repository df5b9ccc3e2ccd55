"""What the pages of taxes and hashes point at is there, and no tax of the list is without its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from knowledge.tax import HEADER, LINE, LISTED, PART, UNSTATED

Problem = tuple[str, str, str]
"""(file, JSON pointer, reason)."""
SHARED = "taxes/_shared.yaml"
LISTS = "codes/taxes.csv"


def check_taxes(data: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems between the taxes, their list and what they name."""
    listed = {c["list"]: c["rows"] for c in data["codes"]}.get(LISTED, [])
    paged = {t["tax"] for t in data["taxes"]}
    for row in listed:
        if row["code"] not in paged:
            yield LISTS, f"/{row['code']}", "el tributo no tiene página en taxes/"
        yield from _absent(
            (LISTS, f"/{row['code']}"),
            "calc_method",
            [row["calc_method"] or UNSTATED],
            data["tax_methods"]["methods"],
        )
        yield from _absent((LISTS, f"/{row['code']}"), "group", [row["group"]], data["tax_methods"]["groups"])
    names, fields = _names(data), _fields(data)
    for entry in data["taxes"]:
        here = ("taxes/", f"/{entry['tax']}")
        yield from _absent(here, LISTED, [entry["tax"]], {row["code"] for row in listed})
        rates = entry.get("rates", {})
        yield from _absent(here, "lists", [rates["list"]] if rates else (), names["lists"])
        yield from _absent(here, "rules", [rates["judged"]] if "judged" in rates else (), names["rules"])
        for kind in ("rules", "articles"):
            yield from _absent(here, kind, entry.get(kind, ()), names[kind])
        yield from _absent(here, "sources", entry["source"], names["sources"])
    for name, group in data["tax_methods"]["groups"].items():
        yield from _absent((SHARED, f"/groups/{name}"), "rules", group["rules"], names["rules"])
    for name, method in data["tax_methods"]["methods"].items():
        here = (SHARED, f"/methods/{name}")
        yield from _absent(here, "rules", method["rules"], names["rules"])
        yield from _absent(here, "sources", method["source"], names["sources"])
        ids = [f"{where}.{part}" for part in method["fields"] for where in (LINE, HEADER)]
        yield from _absent(here, "fields", ids, fields)
        named = [part for formula in method["formula"] for part in PART.findall(formula)]
        yield from _absent(here, "words", named, data["tax_methods"]["words"])


def check_hashes(data: Mapping[str, Any]) -> Iterator[Problem]:
    """The problems between the hashes and what they name."""
    names, fields = _names(data), _fields(data)
    slugs = {h["hash"] for h in data["hashes"]}
    for entry in data["hashes"]:
        here = (f"hashes/{entry['hash']}.yaml", "")
        for kind in ("rules", "articles"):
            yield from _absent(here, kind, entry.get(kind, ()), names[kind])
        yield from _absent(here, "sources", entry["source"], names["sources"])
        yield from _absent(here, "rules", [entry["mistakes"]] if "mistakes" in entry else (), names["rules"])
        ids = [entry["field"], *(i["field"] for i in entry["ingredients"] if "field" in i)]
        yield from _absent(here, "fields", ids, fields)
        example = entry["example"]
        yield from _absent(here, "hashes", [example["of"]] if "of" in example else (), slugs)
        given = {*example["values"], *(i["part"] for i in entry["ingredients"] if "literal" in i)}
        wanted = [i["part"] for i in entry["ingredients"] if not ("of" in example and i.get("field"))]
        yield from _absent((here[0], "/example/values"), "values", wanted, given)


def _names(data: Mapping[str, Any]) -> dict[str, set[str]]:
    from knowledge.check import names_of

    return names_of(dict(data))


def _fields(data: Mapping[str, Any]) -> set[str]:
    return _names(data)["fields"]


def _absent(here: tuple[str, str], kind: str, used: Any, known: Any) -> Iterator[Problem]:
    for name in used:
        if name not in known:
            yield *here, f"{kind}: no existe {name}"
