"""The rules that would need more of the context than was typed in: they are listed as not checked, never as passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from diagnostics.document import Document
from diagnostics.hashes.compare import security_code, uuid
from diagnostics.hashes.explained import lacking
from diagnostics.issue import Scope
from diagnostics.ranges import numbering_of
from knowledge.guide import NEEDS, Rule

HASHES = {"uuid-as-computed": uuid, "security-code-as-computed": security_code}
RANGE = {
    "context-authorization": {"FAB05b": "authorization"},
    "context-prefix": {"FAB10b": "prefix"},
    "context-range": {"FAB11b": "number_from", "FAB12b": "number_to"},
    "context-dates": {"FAB07b": "start_date", "FAB08b": "end_date"},
    "context-number-prefix": {"FAD05e": "prefix"},
    "context-folio": {"FAD05d": "number_to"},
}
"""Rule -> what of the typed range each of its codes is compared with."""


def unchecked(scope: Scope) -> Iterator[tuple[str, str]]:
    """(code, what is missing) for a UBL document; a layout's hash is made by the provider."""
    doc, rules = scope.doc, scope.knowledge.rules
    if not doc.is_ubl:
        return
    for name, compare in HASHES.items():
        code = rules[name].code_for(doc.kind)
        compared = compare(doc, scope.context, seek=False)
        if code is not None and compared.found:
            yield from ((code, needs) for needs in lacking(compared, "es"))
    if doc.kind == "invoice":
        yield from _of_range(doc, scope, rules)


def _of_range(doc: Document, scope: Scope, rules: Mapping[str, Rule]) -> Iterator[tuple[str, str]]:
    told = numbering_of(doc, scope.context)
    if told is None and scope.context.numbering:
        return  # none of those that were typed in is the document's: that is said of it
    for name, codes in RANGE.items():
        for code, part in codes.items():
            if told is None or getattr(told, part) is None:
                yield code, rules[name].detail(f"{NEEDS}numbering")["es"]
