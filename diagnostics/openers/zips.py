"""ZIP: checked by its directory before anything is unpacked; each document in it is an upload of its own."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from diagnostics.foreign import foreign_kind, unrecognised_bytes
from diagnostics.limits import Limits
from diagnostics.opened import Opened, Trouble
from diagnostics.wording import cut

if TYPE_CHECKING:
    from diagnostics.intake import Intake

_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_OFFICE = ("word/", "xl/", "ppt/", "mimetype")
_UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
"""What the library raises on archives that are damaged or lie; it has no error of its own for all of them."""
ENCRYPTED = 0x1
REFUSED = "zip-refused"


def read(opened: Opened, intake: Intake) -> None:
    """Open what may be opened; what may not is refused by name. No ZIP is opened inside another, however wrapped."""
    if intake.in_archive:
        opened.troubles.append(_refused("nested", name="ZIP"))
        return
    intake.in_archive = True
    try:
        _read(opened, intake)
    finally:
        intake.in_archive = False


def _read(opened: Opened, intake: Intake) -> None:
    try:
        archive = ZipFile(BytesIO(opened.data))
    except _UNREADABLE:
        opened.troubles.append(_refused("damaged"))
        return
    names = archive.namelist()
    if any(name.startswith(_OFFICE) for name in names):
        opened.format = "office"
        opened.troubles.append(unrecognised_bytes("office"))
        return
    files = [i for i in archive.infolist() if not i.is_dir() and not _is_litter(i.filename)]
    over = _over(files, len(opened.data), intake.limits)
    if over is not None:
        opened.troubles.append(over)
        return
    for info in files:
        _entry(opened, archive, info, intake)
    opened.root = None
    if not opened.inners and not any(t.rule == REFUSED for t in opened.troubles):
        opened.troubles.append(_refused("nothing"))


def _over(files: list[ZipInfo], size: int, limits: Limits) -> Trouble | None:
    """What the directory alone forbids."""
    if len(files) > limits.entries:
        return _refused("many", count=len(files), limit=limits.entries)
    unpacked = sum(i.file_size for i in files)
    if unpacked > limits.unpacked:
        return _refused("large", count=unpacked, limit=limits.unpacked)
    if sum(i.compress_size for i in files) > size:
        return _refused("sizes")
    return None


def _entry(opened: Opened, archive: ZipFile, info: ZipInfo, intake: Intake) -> None:
    name = _named(opened, info.filename)
    fault = _fault(info)
    data = b""
    if fault is None:
        try:
            with archive.open(info) as file:
                data = file.read(info.file_size)
        except _UNREADABLE:
            fault = "damaged"
    kind = foreign_kind(data)
    if fault is None and kind == "zip" and not _is_office(data):
        fault = "nested"
    if fault is not None:
        opened.troubles.append(_refused(fault, name=name))
        return
    entry = intake.open(data)
    if kind is not None or _is_no_input(entry):
        args = {"name": name, "detail": entry.troubles[0].args.get("detail", "other")}
        opened.troubles.append(Trouble("zip-entry-skipped", args, found=name))
        return
    opened.hold(entry, {"kind": "zip", "path": name, "line": 1, "column": 1})


def _named(opened: Opened, name: str) -> str:
    """A name to show, and to tell the file by: a ZIP may hold the same one twice."""
    shown = cut(name) or ""
    taken = {i.container["path"] for i in opened.inners if i.container}
    return next(n for n in (shown, *(f"{shown} ({k})" for k in range(2, len(taken) + 3))) if n not in taken)


def _fault(info: ZipInfo) -> str | None:
    """What the directory says of an entry that must not be unpacked."""
    parts = info.filename.replace("\\", "/").split("/")
    if info.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "path"
    if info.flag_bits & ENCRYPTED:
        return "encrypted"
    return None if info.compress_type in (ZIP_STORED, ZIP_DEFLATED) else "method"


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER) or name.rpartition("/")[2] in _LITTER


def _is_office(data: bytes) -> bool:
    return any(mark.encode() in data[:4096] for mark in _OFFICE)


def _is_no_input(entry: Opened) -> bool:
    """A web page or a note beside the documents; an XML of another kind may have been meant as one."""
    return any(
        t.rule == "unrecognised-input" and t.args["detail"] in ("text", "html") for t in entry.troubles
    )


def _refused(detail: str, name: str = "", **figures: int) -> Trouble:
    args = {"detail": detail, "name": name, **{k: str(v) for k, v in figures.items()}}
    return Trouble(REFUSED, args, found=name or None)
