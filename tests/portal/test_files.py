"""The file store keeps bytes as they came, notices damage, and never loses one that is still named."""

import os
from pathlib import Path

import pytest

from portal.config import FILE_MAX
from portal.errors import Refused
from portal.extensions import db
from portal.services import files
from portal.services.file_types import check_attachment


@pytest.fixture
def folder(app) -> Path:
    return Path(app.config["FILES_FOLDER"])


def age(path: Path) -> None:
    os.utime(path, (0, 0))


def test_same_bytes_come_back(app):
    data = bytes(range(256)) * 10
    assert files.read(files.store(data, "datos.bin")) == data


def test_equal_content_lies_once(app, folder):
    first, second = files.store(b"<a/>", "uno.xml"), files.store(b"<a/>", "dos.xml")
    assert first.path == second.path
    assert [first.name, second.name] == ["uno.xml", "dos.xml"]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("damage", [lambda p: p.write_bytes(b"<b/>"), lambda p: p.unlink()])
def test_damage_is_noticed(app, folder, damage):
    file = files.store(b"<a/>", "uno.xml")
    damage(folder / file.path)
    with pytest.raises(files.DamagedFile):
        files.read(file)


def test_sealed_file_is_unreadable_on_disk_and_goes_at_once(app, folder):
    file = files.store(b"<secret>900373913</secret>", "uno.xml", sealed=True)
    path = folder / file.path
    assert b"900373913" not in path.read_bytes()
    assert file.sha256 not in file.path
    assert files.read(file) == b"<secret>900373913</secret>"
    files.delete(file)
    assert not path.exists()


def test_rotated_secret_key_still_opens_what_was_sealed(app):
    file = files.store(b"<a/>", "uno.xml", sealed=True)
    app.config["SECRET_KEY_FALLBACKS"] = [app.config["SECRET_KEY"]]
    app.config["SECRET_KEY"] = "the new one, as long as the old one was"
    assert files.read(file) == b"<a/>"


def test_collecting_removes_only_what_is_old_and_unnamed(app, folder):
    named, unnamed, young = (files.store(text, "uno.xml") for text in (b"<a/>", b"<b/>", b"<c/>"))
    age(folder / named.path)
    age(folder / unnamed.path)
    for file in (unnamed, young):
        files.delete(file)
    db.session.commit()
    assert files.collect() == 1
    assert (folder / named.path).exists()
    assert (folder / young.path).exists()


def test_storing_again_saves_bytes_from_being_collected(app, folder):
    old = files.store(b"<a/>", "uno.xml")
    path = folder / old.path
    age(path)
    files.delete(old)
    db.session.commit()
    files.store(b"<a/>", "otra vez.xml")  # its row is not committed while the collector looks
    db.session.rollback()
    files.collect()
    assert path.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\facturas\\uno.xml", "uno.xml"),
        ("uno\r\nX-Evil: 1.xml", "unoX-Evil: 1.xml"),
        ("factura\u202elmx.exe", "facturalmx.exe"),
        ("", "archivo"),
        ("a" * 300 + ".xml", "a" * 251 + ".xml"),
    ],
)
def test_name_is_only_a_label(given, kept):
    assert files.label(given) == kept


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7 ...", "rut.pdf", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "pantalla.PNG", "image/png"),
        (b"<FACTURA/>", "insumo.xml", "application/xml"),
        (b"\xef\xbb\xbf<FACTURA/>", "insumo.xml", "application/xml"),
        (b'{"FACTURA": {}}', "insumo.json", "application/json"),
        (b"ENC|1|2\r\n", "insumo.txt", "text/plain"),
        ("año;valor".encode("latin-1"), "datos.csv", "text/csv"),
    ],
)
def test_content_decides_the_type(app, data, name, kind):
    assert check_attachment(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "rut.pdf", "empty-file"),
        (b"MZ\x90\x00\x03", "rut.pdf", "file-type"),
        (b"%PDF-1.7", "rut.xml", "file-type"),
        (b"<script/>", "pagina.html", "file-type"),
        (b"<svg/>", "logo.svg", "file-type"),
        (b"%PDF-" + b"0" * FILE_MAX, "rut.pdf", "file-too-large"),
    ],
)
def test_other_files_are_refused_by_name_and_reason(app, data, name, code):
    with pytest.raises(Refused) as refusal:
        check_attachment(data, name)
    assert refusal.value.code == code
    assert name in str(refusal.value)
