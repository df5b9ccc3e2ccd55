"""On what it was measured."""

import platform
from datetime import UTC, datetime
from importlib.metadata import version
from os import cpu_count
from pathlib import Path

from lxml import etree

from knowledge import load


def machine() -> dict[str, str]:
    """Day, processor, and the versions that matter, in the order in which they are told."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": f"{_processor()}, {cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "lxml": f"{version('lxml')} (libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))})",
        "orjson": version("orjson"),
        "rules": load().version,
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    names = (
        [
            line.split(":", 1)[1].strip()
            for line in info.read_text().splitlines()
            if line.startswith("model name")
        ]
        if info.exists()
        else []
    )
    return names[0] if names else platform.processor() or platform.machine()
