"""Rules of UBL documents alone that no declared check says."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.account import ZERO, Account, Term, money
from diagnostics.document import At
from diagnostics.issue import Issue, Scope, rule
from diagnostics.rules.reading import text
from diagnostics.rules.taxes import HEADER, LINE
from diagnostics.sums import line_severity


@rule("one-dian-extension")
def one_dian_extension(scope: Scope) -> Iterator[Issue]:
    """Exactly one sts:DianExtensions."""
    yield from _exactly_one(scope, "ext.dian", needed=True)


@rule("one-signature")
def one_signature(scope: Scope) -> Iterator[Issue]:
    """Not two; a document that is not signed yet is judged without it."""
    yield from _exactly_one(scope, "signature", needed=False)


def _exactly_one(scope: Scope, id_: str, needed: bool) -> Iterator[Issue]:
    doc = scope.doc
    count = len(doc.column(id_))
    if count > 1:
        yield Issue(doc.at(id_, 1), str(count), "1", {"count": str(count)})
    elif count == 0 and needed:
        group = doc.group(id_)
        assert group is not None
        at = doc.at("doc.extensions")._replace(field=group.segment.node)
        yield Issue(at, None, None, {"count": "0"}, True)


@rule("empty-node")
def empty_node(scope: Scope) -> Iterator[Issue]:
    """Elements and attributes without anything in them: more than half of the accepted invoices have some. Those of a
    signature have rules of their own, and `URI=""` there means the whole document."""
    doc = scope.doc
    for field in doc.root.by_id.values():
        column = doc.groups[field.segment].columns[field.name]
        if "" in column and doc.is_value(field.id) and not field.segment.startswith("signature"):
            for row, value in enumerate(column):
                if value == "":
                    yield Issue(doc.at(field.id, row), value, None, {})


@rule("doc-uuid-algorithm-fits")
def uuid_algorithm_fits(scope: Scope) -> Iterator[Issue]:
    """The algorithm that the list has for this kind of document, of invoices for their type."""
    doc = scope.doc
    value, type_ = text(doc, "doc.uuid_algorithm"), text(doc, "doc.type")
    wanted = [
        row["code"]
        for row in scope.knowledge.codes["hash_algorithms"].rows
        if doc.kind in row["kinds"].split("|") or (type_ and type_ in row["document_types"].split("|"))
    ]
    if value and wanted and value not in wanted:
        yield Issue(doc.at("doc.uuid_algorithm"), value, " o ".join(wanted), {})


@rule("standard-code-fits")
def standard_code_fits(scope: Scope) -> Iterator[Issue]:
    """A code in each StandardItemIdentification, with as many digits as the list says that its standard has."""
    doc = scope.doc
    schemes = doc.column("line.standard_scheme")
    standards = scope.knowledge.codes["product_standards"].rows
    digits = {row["code"]: row["digits"].split("|") for row in standards if row["digits"]}
    for row, value in enumerate(doc.column("line.standard_code")):
        scheme = (schemes[row] or "").strip()
        if value is None or not value.strip():
            at = doc.at("line.standard_code", row)
            yield Issue(at, value, None, {"detail": "missing"}, value is None)
        elif scheme in digits and not (value.strip().isdigit() and str(len(value.strip())) in digits[scheme]):
            args = {"detail": "digits", "scheme": scheme}
            at = doc.at("line.standard_code", row)
            yield Issue(at, value, " o ".join(digits[scheme]), args, severity="warning")


@rule("line-allowance-base-limit")
def line_allowance_base_limit(scope: Scope) -> Iterator[Issue]:
    """Greater than zero, and no more than the gross value of its line."""
    doc = scope.doc
    group = doc.group("line.allowance.base")
    assert group is not None
    prices, quantities = doc.numbers("line.price"), doc.numbers("line.base_quantity")
    for row, base in enumerate(doc.numbers("line.allowance.base")):
        price, quantity = prices[group.parents[row]], quantities[group.parents[row]]
        if base is None:
            continue
        at = doc.at("line.allowance.base", row)
        if base <= 0:
            yield Issue(at, str(base), None, {"detail": "zero"})
        elif price is not None and quantity is not None and base > price * quantity + 2:
            yield Issue(at, str(base), money(price * quantity), {"detail": "above"})


@rule("line-withholding-base")
def line_withholding_base(scope: Scope) -> Iterator[Issue]:
    """The base of a line's ReteIVA is the line's IVA."""
    doc = scope.doc
    taxes, details = doc.group(f"{LINE}.amount"), doc.group(f"{LINE}.code")
    assert taxes is not None and details is not None
    codes = [(c or "").strip() for c in doc.column(f"{LINE}.code")]
    if "05" not in codes:
        return
    amounts, bases = doc.numbers(f"{LINE}.subtotal.amount"), doc.numbers(f"{LINE}.taxable")
    vat: dict[int, list[int]] = {}
    for row, code in enumerate(codes):
        if code == "01":
            vat.setdefault(taxes.parents[details.parents[row]], []).append(row)
    for row, code in enumerate(codes):
        base = bases[row]
        if code != "05" or base is None:
            continue
        rows = vat.get(taxes.parents[details.parents[row]], [])
        expected = sum((amounts[r] or ZERO for r in rows), ZERO)
        if line_severity(base, expected):
            terms = [Term(doc.at(f"{LINE}.subtotal.amount", r), amounts[r] or ZERO) for r in rows]
            account = Account(doc.at(f"{LINE}.taxable", row), base, expected, terms)
            because = tuple(t.at for t in terms)
            yield Issue(account.at, money(base), money(expected), {}, because=because, account=account)


@rule("withholding-once")
def withholding_once(scope: Scope) -> Iterator[Issue]:
    """One group a withholding; 05 and 06 of the lines stand in the header too."""
    doc = scope.doc
    details = doc.group(f"{HEADER}.code")
    assert details is not None
    flags = doc.column(f"{HEADER}.is_withholding")
    home: dict[str, int] = {}
    for row, value in enumerate(doc.column(f"{HEADER}.code")):
        tax, code = details.parents[row], (value or "").strip()
        if flags[tax] != "true" or not code:
            continue
        if home.setdefault(code, tax) != tax:
            args = {"code": code, "detail": "twice"}
            yield Issue(At(details.parent, tax), code, None, args)
    asked = {(c or "").strip() for c in doc.column(f"{LINE}.code")} & {"05", "06"}
    for code in sorted(asked - set(home)):
        at = doc.at("doc.number")._replace(field="cac:WithholdingTaxTotal")
        yield Issue(at, None, None, {"code": code, "detail": "absent"}, True)
