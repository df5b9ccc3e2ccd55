"""A correct UBL invoice with as many lines as asked for, made from the clean base of the tests."""

import re
from decimal import Decimal
from pathlib import Path

from diagnostics.context import Context
from diagnostics.hashes.compare import uuid
from diagnostics.intake import open_input
from diagnostics.limits import Limits
from knowledge import load
from tests.signing import signed

CONTEXT = {
    "technical_key": "fc8eac422eba16e22ffd8c6f94b3f40a6e38162c",
    "software_pin": "54321",
    "environment": "2",
}
"""What a developer types in beside it: the keys that DIAN publishes for its test set."""

BASE = Path(__file__).parent.parent / "tests" / "bases" / "ubl" / "factura.xml"
NET, RATE = Decimal("12500.00"), Decimal("0.19")
TAX_TOTAL = """  <cac:TaxTotal>
    <cbc:TaxAmount currencyID="COP">{tax}</cbc:TaxAmount>
    <cac:TaxSubtotal>
      <cbc:TaxableAmount currencyID="COP">{net}</cbc:TaxableAmount>
      <cbc:TaxAmount currencyID="COP">{tax}</cbc:TaxAmount>
      <cac:TaxCategory>
        <cbc:Percent>19.00</cbc:Percent>
        <cac:TaxScheme>
          <cbc:ID>01</cbc:ID>
          <cbc:Name>IVA</cbc:Name>
        </cac:TaxScheme>
      </cac:TaxCategory>
    </cac:TaxSubtotal>
  </cac:TaxTotal>
"""
LINE = """  <cac:InvoiceLine>
    <cbc:ID>{number}</cbc:ID>
    <cbc:InvoicedQuantity unitCode="94">1.00</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="COP">{net}</cbc:LineExtensionAmount>
{tax_total}    <cac:Item>
      <cbc:Description>Repuesto {number}</cbc:Description>
      <cac:StandardItemIdentification>
        <cbc:ID schemeAgencyID="10" schemeID="001" schemeName="UNSPSC">27112703</cbc:ID>
      </cac:StandardItemIdentification>
    </cac:Item>
    <cac:Price>
      <cbc:PriceAmount currencyID="COP">{net}</cbc:PriceAmount>
      <cbc:BaseQuantity unitCode="94">1.00</cbc:BaseQuantity>
    </cac:Price>
  </cac:InvoiceLine>
"""
TOTALS = """{tax_total}  <cac:LegalMonetaryTotal>
    <cbc:LineExtensionAmount currencyID="COP">{net}</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="COP">{net}</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="COP">{gross}</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="COP">{gross}</cbc:PayableAmount>
  </cac:LegalMonetaryTotal>
"""


def invoice(lines: int, wrong: bool = False) -> bytes:
    """An invoice of `lines` equal lines in UTF-8; `wrong` makes the amount of each one differ."""
    text = BASE.read_text("utf-8")
    head = text[: text.index("  <cac:PrepaidPayment>")]
    head = re.sub(r"(<cbc:LineCountNumeric>)\d+", rf"\g<1>{lines}", head)
    one, whole = money(1), money(lines)
    if wrong:
        one["tax"] += 100
    tax = TAX_TOTAL.format(**one)
    body = "".join(LINE.format(number=n, tax_total=tax, **one) for n in range(1, lines + 1))
    totals = TOTALS.format(tax_total=TAX_TOTAL.format(**whole), **whole)
    return f"{head}{totals}{body}</Invoice>\n".encode()


def complete(lines: int, wrong: bool = False) -> bytes:
    """The same with the CUFE of its figures and with a signature: there is nothing that is not worked out."""
    data = invoice(lines, wrong)
    document = open_input(data, load(), Limits()).document
    assert document is not None
    compared = uuid(document, Context.from_dict(CONTEXT))
    assert compared.found is not None
    return signed(data.replace(compared.found.encode(), compared.computed.encode()))


def broken(lines: int) -> bytes:
    """An invoice in which every line has an element that UBL does not know and a quantity that is no number."""
    data = invoice(lines).replace(b"<cac:Price>", b"<cac:Precio/><cac:Price>")
    return data.replace(b">1.00</cbc:InvoicedQuantity>", b">uno</cbc:InvoicedQuantity>")


def money(units: int) -> dict[str, Decimal]:
    """The figures of so many lines."""
    net = NET * units
    tax = (net * RATE).quantize(Decimal("0.01"))
    return {"net": net, "tax": tax, "gross": net + tax}
