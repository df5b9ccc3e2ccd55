"""Cases of the guide's rules: `tests/cases/<rule>.yaml` names a clean base, edits and the finding that they cause.

`ubl` names a base of tests/bases/ubl; its edits, and `signed`, are told in tests/ubl.py. A case without `raw`, `soap`
or `ubl` is rendered in each of its `formats` (all three by default). Edits are made in order: `{path, value}` sets a
field, `{remove}` takes a node away, `{after, add}` and `{into, add}` put nodes behind a node or at the end of a segment
("" is the root), `{move, before}` and `{rename, to}` do what they say. Paths are XML's, below the root:
`/ITE[1]/TII[1]/IIM[1]/IIM_6`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from diagnostics import Limits, Report, diagnose
from tests import ubl, wrapped
from tests.inputs import WRITERS, Tree, find, from_xml, json_path, put

FOLDER = Path(__file__).parents[1] / "cases"
BASES = Path(__file__).parents[1] / "bases"
FORMATS = ("xml", "json", "flat")
DEMO = "urn:https://ws.facturatech.co/v2/demo/"
SHA = "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"


@dataclass(frozen=True)
class Case:
    """One document to diagnose and what to look for; `path` is in the words of `format`."""

    rule: str
    fails: bool
    format: str
    data: bytes
    spec: Mapping[str, Any]

    @property
    def wanted(self) -> dict[str, Any]:
        """What the finding must say."""
        wanted = dict(self.spec["finding"])
        if self.format == "json" and "path" in wanted:
            wanted["path"] = wanted.pop("json_path", json_path(wanted["path"]))
        wanted.pop("json_path", None)
        return wanted

    @cached_property
    def report(self) -> Report:
        """The diagnosis of the case's document with its context and limits; made once for all tests that ask."""
        return diagnose(
            self.data,
            context=self.spec.get("context"),
            limits=Limits(**self.spec.get("limits", {})),
            rejection=self.spec.get("rejection"),
        )


def base(name: str) -> tuple[str, Tree]:
    """(root, tree) of one of the clean documents."""
    return from_xml((BASES / f"{name}.xml").read_bytes())


def case_files() -> dict[str, Path]:
    """The case file of each rule."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}


@cache
def all_cases() -> tuple[tuple[str, Case], ...]:
    """(name, case) of every case in every format."""
    return tuple(_all_cases())


def _all_cases() -> Iterator[tuple[str, Case]]:
    for rule, path in case_files().items():
        content = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
        for kind in ("failing", "passing"):
            for number, spec in enumerate(content[kind], 1):
                for format_, data in documents(spec):
                    yield (
                        f"{rule}-{kind}-{number}-{format_}",
                        Case(rule, kind == "failing", format_, data, spec),
                    )


def documents(spec: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """(format, bytes) of a case."""
    if "raw" in spec:
        yield spec["raw"].get("format", "xml"), raw(spec["raw"])
    elif "ubl" in spec:
        yield "ubl", ubl.edited(spec["ubl"], spec.get("edits", ()), spec.get("signed"))
    elif "soap" in spec:
        yield "soap", soap(**spec["soap"])
    elif "wrapped" in spec:
        yield "wrapped", wrapped.made(spec["wrapped"])
    else:
        root, tree = base(spec["base"])
        tree = edited(tree, spec.get("edits", ()))
        for format_ in spec.get("formats", FORMATS):
            yield format_, WRITERS[format_](root, tree)


def edited(tree: Tree, edits: Any) -> Tree:
    """The tree with the edits of a case made."""
    for edit in edits:
        if "value" in edit:
            tree = put(tree, edit["path"], edit["value"])
        elif "remove" in edit:
            tree = put(tree, edit["remove"], None)
        elif "after" in edit:
            tree = _insert(tree, find(tree, edit["after"]), 1, _nodes(edit["add"]))
        elif "into" in edit:
            indexes = find(tree, edit["into"]) if edit["into"] else []
            tree = _insert(tree, [*indexes, len(_node(tree, indexes)[1])], 0, _nodes(edit["add"]))
        elif "move" in edit:
            node = _node(tree, find(tree, edit["move"]))
            tree = put(tree, edit["move"], None)
            tree = _insert(tree, find(tree, edit["before"]), 0, [node])
        elif "rename" in edit:
            indexes = find(tree, edit["rename"])
            value = _node(tree, indexes)[1]
            tree = put(_insert(tree, indexes, 1, [(edit["to"], value)]), edit["rename"], None)
        else:
            raise KeyError(f"unknown edit: {edit}")
    return tree


def _nodes(add: Mapping[str, Any]) -> Tree:
    return [(k, _nodes(v) if isinstance(v, dict) else v) for k, v in add.items()]


def _node(tree: Tree, indexes: list[int]) -> tuple[str, Any]:
    node: tuple[str, Any] = ("", tree)
    for index in indexes:
        node = node[1][index]
    return node


def _insert(tree: Tree, indexes: list[int], offset: int, nodes: Tree) -> Tree:
    first, *rest = indexes
    copy = list(tree)
    if rest:
        name, below = copy[first]
        assert not isinstance(below, str)
        copy[first] = (name, _insert(below, rest, offset, nodes))
    else:
        copy[first + offset : first + offset] = nodes
    return copy


def raw(spec: Mapping[str, Any]) -> bytes:
    """Bytes that are spelt out, or a base after replacing text, in some encoding, with bytes in front or cut off."""
    if "ubl" in spec:
        text = ubl.edited(spec["ubl"], ()).decode()
    elif "base" in spec:
        writer = WRITERS.get(spec.get("format", "xml"), WRITERS["xml"])
        text = writer(*base(spec["base"])).decode()
    else:
        text = spec.get("text", "")
    for old, new in spec.get("replace", ()):
        assert old in text, f"{old} is not in the base"
        text = text.replace(old, new, spec.get("times", 1))
    data = text.encode(spec.get("encoding", "utf-8"), "surrogatepass")
    for _ in range(spec.get("base64", 0)):
        data = base64.b64encode(data)
    data = bytes.fromhex(spec.get("start_hex", "")) + data
    return data[: spec["cut"]] if "cut" in spec else data


def soap(
    document: str = "factura", method: str = "FtechAction.uploadInvoiceFile", namespace: str = DEMO,
    username: str | None = "900418207", password: str | None = SHA, parameter: str | None = "xmlBase64",
    form: str = "base64", format: str | None = None, body: bool = True, replace: Any = (), before: str = "",
) -> bytes:  # fmt: skip
    """A request to the web service that carries a base; `form` is plain, base64 or twice."""
    text = WRITERS[format or ("flat" if "Layout" in method else "xml")](*base(document)).decode()
    for old, new in replace:
        text = text.replace(old, new)
    value = text.encode()
    for _ in range({"plain": 0, "base64": 1, "twice": 2}[form]):
        value = base64.b64encode(value)
    sent = {"username": username, "password": password}
    if parameter:
        sent[parameter] = before + value.decode()
    inner = "".join(f"<{k}>{_escaped(v)}</{k}>" for k, v in sent.items() if v is not None)
    call = f'<ns:{method} xmlns:ns="{namespace}">{inner}</ns:{method}>'
    envelope = f"<e:Body>{call}</e:Body>" if body else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">{envelope}</e:Envelope>'
    ).encode()


def _escaped(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;")
