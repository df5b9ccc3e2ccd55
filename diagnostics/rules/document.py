"""What kind of document this is, and what holds it together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.document import Document
from diagnostics.issue import Issue, Remedy, Scope, rule
from diagnostics.rules.reading import text
from knowledge.lists import CodeList, fold

TYPES = {"INVOIC": ("01", "02", "03"), "NC": ("91",), "ND": ("92",), "DS": ("05",)}
KINDS = {
    "invoice": "Invoice",
    "credit_note": "CreditNote",
    "debit_note": "DebitNote",
    "support": "Support",
    "event": "",
}
"""Kind of document -> its name in the list of operation types; events have none."""
UNUSUAL = {"INVOIC": ("04", "20")}
VOIDING_WRONGLY = ("22", "23")
_CUFE = re.compile(r"[0-9a-f]{96}", re.IGNORECASE | re.ASCII)


def types_of(doc: Document) -> tuple[str, ...]:
    """The document types (ENC_9) that go with the class (ENC_1) in this root."""
    class_ = text(doc, "doc.class") or ""
    if class_ == "NC" and doc.root.name == "DOCUMENTO_SOPORTE":
        return ("95",)
    return TYPES.get(class_, ())


@rule("document-type-matches-class")
def document_type_matches_class(scope: Scope) -> Iterator[Issue]:
    """ENC_9 against ENC_1 and the root."""
    doc = scope.doc
    type_, fitting = text(doc, "doc.type"), types_of(doc)
    if not type_ or not fitting or type_ in fitting:
        return
    if type_ in UNUSUAL.get(text(doc, "doc.class") or "", ()):
        return
    if scope.knowledge.codes["document_types"].status(type_) is None:
        return
    args = {"other": "ENC_1", "other_value": text(doc, "doc.class") or ""}
    remedy = Remedy(fitting[0], safe=False) if len(fitting) == 1 else None
    at = doc.at("doc.type")
    yield Issue(at, type_, " o ".join(fitting), args, because=(doc.at("doc.class"),), remedy=remedy)


@rule("document-type-unusual")
def document_type_unusual(scope: Scope) -> Iterator[Issue]:
    """Types 04 and 20 exist, and this service was not seen to take them."""
    doc = scope.doc
    type_ = text(doc, "doc.type")
    if type_ in UNUSUAL.get(text(doc, "doc.class") or "", ()):
        yield Issue(doc.at("doc.type"), type_, "01, 02 o 03")


@rule("operation-type")
def operation_type(scope: Scope) -> Iterator[Issue]:
    """ENC_21 in the list for this kind of document; the same code may mean something else in another kind."""
    doc = scope.doc
    value = text(doc, "doc.operation_type")
    if not value or doc.kind == "event":
        return
    codes = scope.knowledge.codes["operation_types"]
    kind = KINDS[doc.kind]
    own = {r["code"]: r["in"] for r in codes.rows if kind in r["document_kind"].split("|")}
    if doc.is_ubl:  # there DIAN's list alone decides
        own = {code: "both" for code, where in own.items() if where != "layout"}
    fitting = list(own)
    if value in own:
        if own[value] != "both":
            args = {"list": codes.list, "only": own[value]}
            yield Issue(
                doc.at("doc.operation_type"), value, None, args, rule="only-in-one-list", severity="warning"
            )
        return
    args = {"list": codes.list, "nearest": fitting[0]}
    at = doc.at("doc.operation_type")
    yield Issue(
        at,
        value,
        " o ".join(fitting[:6]),
        args,
        because=(doc.at("doc.class"),) if doc.has("doc.class") else (),
    )


@rule("currency-everywhere")
def currency_everywhere(scope: Scope) -> Iterator[Issue]:
    """Every currency of the document is ENC_10, those of the exchange apart. Where all the others agree on another
    one, it is ENC_10 that is off."""
    doc = scope.doc
    currency = text(doc, "doc.currency")
    fields = [
        f for f in doc.root.by_id.values()
        if f.id.endswith("currency") and f.id != "doc.currency" and not f.id.startswith("exchange.")
    ]  # fmt: skip
    columns = {f.id: doc.column(f.id) for f in fields}
    seen = {v.strip() for column in columns.values() for v in set(column) if v and v.strip()}
    if not currency or seen <= {currency}:
        return
    head = doc.at("doc.currency")
    if len(seen) == 1 and sum(v is not None for column in columns.values() for v in column) > 1:
        (other,) = seen
        args = {"other": doc.at("totals.line_extension.currency").label, "other_value": other}
        yield Issue(head, currency, other, args, remedy=Remedy(other, safe=False))
        return
    for id_, column in columns.items():
        if {v.strip() for v in set(column) if v and v.strip()} <= {currency}:
            continue
        for row, value in enumerate(column):
            if value and value.strip() and value.strip() != currency:
                args = {"other": head.label, "other_value": currency}
                yield Issue(
                    doc.at(id_, row),
                    value,
                    currency,
                    args,
                    because=(head,),
                    remedy=Remedy(currency, safe=False),
                )


@rule("environment-matches-context")
def environment_matches_context(scope: Scope) -> Iterator[Issue]:
    """ENC_20 against the environment that was told: 1 goes to /pro/, 2 to /demo/."""
    doc, told = scope.doc, scope.context.environment
    value = text(doc, "doc.environment")
    if told and value in ("1", "2") and value != told:
        args = {"other_value": {"1": "/pro/", "2": "/demo/"}[told]}
        yield Issue(doc.at("doc.environment"), value, told, args)


@rule("note-reference-cufe")
def note_reference_cufe(scope: Scope) -> Iterator[Issue]:
    """REF_4 is the 96 hexadecimal digits of the referenced document; one digit over and over is no CUFE of DIAN's."""
    doc = scope.doc
    for row in range(len(doc.column("billing_reference.cufe"))):
        value = text(doc, "billing_reference.cufe", row)
        if value and _CUFE.fullmatch(value) and len(set(value)) == 1:
            yield Issue(doc.at("billing_reference.cufe", row), value, "CUFE")


@rule("note-reason-text")
def note_reason_text(scope: Scope) -> Iterator[Issue]:
    """CDN_2 (DCN_1 in an adjustment note) is the table's text for the concept."""
    doc = scope.doc
    code, name = text(doc, "note.reason_code"), text(doc, "note.reason_text")
    if not code or not name:
        return
    codes = concepts(scope)
    if codes.status(code) is None:
        return
    if fold(name) in codes.texts(code):
        return
    expected = codes.name(code) or ""
    args = {"nearest": expected, "other": doc.at("note.reason_code").label, "other_value": code}
    at, code_at = doc.at("note.reason_text"), doc.at("note.reason_code")
    yield Issue(at, name, expected, args, because=(code_at,), remedy=Remedy(expected, safe=False))


def concepts(scope: Scope) -> CodeList:
    """The list of concepts of this kind of note."""
    kind = scope.doc.kind
    name = {"debit_note": "debit_note_concepts", "support": "support_note_concepts"}.get(
        kind, "credit_note_concepts"
    )
    return scope.knowledge.codes[name]


@rule("note-void-operation")
def note_void_operation(scope: Scope) -> Iterator[Issue]:
    """A credit note that voids the invoice (concept 2) is operation 20; one of another document is told as such."""
    doc = scope.doc
    operation = text(doc, "doc.operation_type")
    if doc.kind != "credit_note" or text(doc, "note.reason_code") != "2" or operation not in VOIDING_WRONGLY:
        return
    args = {"other": doc.at("note.reason_code").label, "other_value": "2"}
    because = (doc.at("note.reason_code"),)
    yield Issue(doc.at("doc.operation_type"), operation, "20", args, because=because)


@rule("note-void-without-reference")
def note_void_without_reference(scope: Scope) -> Iterator[Issue]:
    """A credit note of operation 22 (without reference) cannot void an invoice (concept 2)."""
    doc = scope.doc
    if doc.kind == "credit_note" and text(doc, "doc.operation_type") == "22":
        for row in range(len(doc.column("note.reason_code"))):
            if text(doc, "note.reason_code", row) == "2":
                because = (doc.at("doc.operation_type"),)
                yield Issue(doc.at("note.reason_code", row), "2", None, because=because)


@rule("note-reference-operation")
def note_reference_operation(scope: Scope) -> Iterator[Issue]:
    """R27 the other way round: operation 20 goes with concept 2. DIAN takes 20 for every note with a reference."""
    doc = scope.doc
    reason = text(doc, "note.reason_code")
    if doc.kind != "credit_note" or text(doc, "doc.operation_type") != "20" or reason in (None, "2"):
        return
    args = {"other": doc.at("note.reason_code").label, "other_value": reason or ""}
    yield Issue(doc.at("doc.operation_type"), "20", None, args, because=(doc.at("note.reason_code"),))


@rule("health-contract-or-policy")
def health_contract_or_policy(scope: Scope) -> Iterator[Issue]:
    """SLD_4 and SLD_5 exclude each other."""
    doc = scope.doc
    if doc.has("health.contract") and text(doc, "health.contract") and text(doc, "health.policy"):
        args = {"other": "SLD_4", "other_value": text(doc, "health.contract") or ""}
        yield Issue(doc.at("health.policy"), text(doc, "health.policy"), None, args)
