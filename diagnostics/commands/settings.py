"""ventanilla.toml: the options of a project, so that everybody and the build run the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from diagnostics.commands import Refused
from diagnostics.severity import FAIL_ON

NAME = "ventanilla.toml"
KEYS: dict[str, type | tuple[str, ...]] = {
    "output": list,
    "select": list,
    "ignore": list,
    "lang": ("es", "en"),
    "fail-on": FAIL_ON,
    "baseline": str,
    "context": str,
    "summary": bool,
    "jobs": int,
}
PATHS = ("baseline", "context")
WORDS = {list: "una lista de textos", str: "un texto", bool: "true o false", int: "un número"}


def nearest(start: Path) -> Path | None:
    """The configuration of a folder or of the first one above it that has one, no further than the repository."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists():
            return None
    return None


def read(path: Path) -> dict[str, Any]:
    """The options of a file, by their names in Options; its paths count from its own folder. Raises Refused, which
    names file and key."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Refused(f"{path}: no se puede leer ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{path}: no es TOML ({error}).") from error
    for key, value in data.items():
        _check(path, key, value)
    below = {key: str(path.parent / data[key]) for key in PATHS if key in data}
    return {key.replace("-", "_"): value for key, value in {**data, **below}.items()}


def _check(path: Path, key: str, value: object) -> None:
    if key not in KEYS:
        raise Refused(f"{path}: {key}: no existe esa clave. Las que hay: {', '.join(KEYS)}.")
    wanted = KEYS[key]
    if isinstance(wanted, tuple):
        if value not in wanted:
            raise Refused(f"{path}: {key}: se esperaba una de {', '.join(wanted)}.")
    elif type(value) is not wanted or (
        isinstance(value, list) and not all(isinstance(v, str) for v in value)
    ):
        raise Refused(f"{path}: {key}: se esperaba {WORDS[wanted]}.")
