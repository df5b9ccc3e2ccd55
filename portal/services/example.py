"""An invoice to show the diagnosis with: valid as it stands, or with mistakes that people make."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

INVOICE = Path(__file__).with_name("example.xml")
MISTAKES = {"ENC_7": "31/07/2026", "EMI_22": "4", "TOT_5": "147900.00"}
"""What `faulty` writes in: a date, a check digit and a total."""


def invoice(values: Mapping[str, str]) -> str:
    """The valid invoice as layout XML, with these values in the first field of each name."""
    content = INVOICE.read_text("utf-8")
    for field, value in values.items():
        content = re.sub(rf"(?<=<{field}>)[^<]*", value, content, count=1)
    return content


def faulty() -> str:
    """The invoice with its mistakes, to try the diagnosis without a file of one's own."""
    return invoice(MISTAKES)
