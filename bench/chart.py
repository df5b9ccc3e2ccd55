"""A bar chart as SVG, made from the figures alone; it follows the reader's light or dark theme."""

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, LEFT, RIGHT = 760, 250, 90
ROW, TOP, BOTTOM = 26, 34, 34
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1a1c1f }
  .second { fill: #54565b } .grid { stroke: #dcd9d0 } .own { fill: #1e4898 } .other { fill: #82807a }
  @media (prefers-color-scheme: dark) {
    text { fill: #eceae5 }
    .second { fill: #b3b5b8 } .grid { stroke: #33383d } .own { fill: #94b6fb } .other { fill: #828a92 }
  }
"""


def bars(title: str, unit: str, rows: Sequence[tuple[str, float, bool]]) -> str:
    """Horizontal bars on a scale of tens; a row is (name, value, whether it is ours). Values are above 0."""
    low = floor(log10(min(value for _, value, _ in rows)))
    high = max(ceil(log10(max(value for _, value, _ in rows))), low + 1)
    height = TOP + ROW * len(rows) + BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<text x="0" y="16" font-weight="650">{escape(title)}</text>',
    ]
    span = WIDTH - LEFT - RIGHT
    for power in range(low, high + 1):
        x, label = LEFT + span * (power - low) / (high - low), f"{_figure(10.0**power)} {unit}"
        parts += [
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - BOTTOM}"/>',
            f'<text class="second" x="{x:.1f}" y="{height - 14}" text-anchor="middle">{label}</text>',
        ]
    for number, (name, value, own) in enumerate(rows):
        y = TOP + ROW * number
        width = max(span * (log10(value) - low) / (high - low), 1)
        parts += [
            f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>',
            f'<rect class="{"own" if own else "other"}" x="{LEFT}" y="{y + 3}" width="{width:.1f}" height="17"/>',
            f'<text class="second" x="{LEFT + width + 6:.1f}" y="{y + 15}">{value:,.1f} {unit}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def _figure(value: float) -> str:
    """1,000 and 0.01 as people write them."""
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
