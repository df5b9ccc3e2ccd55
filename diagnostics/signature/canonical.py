"""Canonical XML: the octets of a node as a digest counts them."""

from __future__ import annotations

from lxml import etree

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XML = "{http://www.w3.org/XML/1998/namespace}"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
LATER = "http://www.w3.org/2006/12/xml-c14n11"
"""C14N 1.1 differs from 1.0 only in attributes `xml:` that a node takes over from above, which are not worked out."""
FORMS = {
    INCLUSIVE: (False, False),
    f"{INCLUSIVE}#WithComments": (False, True),
    LATER: (False, False),
    f"{LATER}#WithComments": (False, True),
    EXCLUSIVE: (True, False),
    f"{EXCLUSIVE}WithComments": (True, True),
}
"""Algorithm -> whether it is exclusive, and whether it keeps comments."""


class NotChecked(Exception):
    """A signature does something that is not worked out here; `reason` is a detail of the rule, `what` its name."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason, self.what = reason, what


def canonical(
    node: etree._Element | etree._ElementTree, method: etree._Element | None = None, comments: bool = False
) -> bytes:
    """The canonical form of a node where it stands. `method` is the element that names the algorithm; without one it
    is C14N 1.0. Raises NotChecked."""
    algorithm = method.get("Algorithm", "") if method is not None else INCLUSIVE
    if algorithm not in FORMS:
        raise NotChecked("algorithm", algorithm)
    exclusive, keeps = FORMS[algorithm]
    if isinstance(node, etree._Element) and not exclusive and _takes_over(node):
        raise NotChecked("inherited", "xml:*")
    told = method.find(f"{{{EXCLUSIVE}}}InclusiveNamespaces") if method is not None else None
    return etree.tostring(
        node,
        method="c14n",
        exclusive=exclusive,
        with_comments=comments and keeps,
        inclusive_ns_prefixes=told.get("PrefixList", "").split() if told is not None else None,
    )


def _takes_over(node: etree._Element) -> bool:
    """Whether a node above has an attribute `xml:lang` or the like, which belongs to the canonical form too."""
    return any(str(name).startswith(XML) for above in node.iterancestors() for name in above.attrib)
