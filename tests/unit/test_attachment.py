"""Files that act, or hide another file, are refused with one sentence; plain ones are accepted."""

import io
import struct
import zipfile
import zlib

import pytest

from poa_geo.domain.attachment import accept, plain_name
from poa_geo.errors import UnsafeFile

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x11" * 40 + b"\xff\xd9"


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND")


def pdf(body: bytes = b"", tail: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n" + body + b"\ntrailer <<>>\n%%EOF\n" + tail


def packed(plain: bytes, head: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    return b"2 0 obj << " + head + b" >>\nstream\n" + zlib.compress(plain) + b"\nendstream endobj"


def office_file(main: str = "word/document.xml", comment: bytes = b"", **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", parts.pop("types", "<Types/>"))
        archive.writestr(main, parts.pop("body", "<w:document/>"))
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
        archive.comment = comment
    return buffer.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = office_file()
RELS = "word___rels__document.xml.rels".replace("___rels__", "/_rels/")


def with_link(kind: str) -> bytes:
    link = (
        f'<Relationships><Relationship Type="http://x/{kind}" Target="http://x" TargetMode="External"/></Relationships>'
    )
    return office_file(**{RELS: link})


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("foto.jpg", JPEG, "image/jpeg"),
        ("FOTO.JPEG", JPEG, "image/jpeg"),
        ("peta.png", PNG, "image/png"),
        ("surat.pdf", pdf(packed(b"<< /Type /Page >>")), "application/pdf"),
        ("notulen.docx", with_link("hyperlink"), WORD),
    ],
)  # fmt: skip
def test_plain_files_are_accepted(name: str, content: bytes, media_type: str):
    assert accept(name, content).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("kosong.pdf", b"", "kosong"),
        ("skrip.svg", b"<svg onload='x'/>", "tidak diterima"),
        ("halaman.html", b"<html>", "tidak diterima"),
        ("program.exe", b"MZ", "tidak diterima"),
        ("foto.jpg", PNG, "tidak sesuai"),
        ("foto.jpg", b"<svg/>", "tidak sesuai"),
        ("surat.pdf", b"\n%PDF-1.7 %%EOF", "tidak sesuai"),
        ("besar.png", PNG + b"\0" * (11 * 2**20), "10 MB"),
    ],
)
def test_what_a_file_is_decides_its_content_not_its_name(name: str, content: bytes, reason: str):
    with pytest.raises(UnsafeFile, match=reason):
        accept(name, content)


@pytest.mark.parametrize(
    "body",
    [
        b"<< /S /JavaScript /JS (app.alert(1)) >>",
        b"<< /S /J#61vaScript >>",
        b"<< /OpenAction << /S /Launch >> >>",
        b"<< /Type /EmbeddedFile >>",
        b"<< /Names << /EmbeddedFiles 3 0 R >> >>",
        b"<< /Type /RichMedia >>",
        b"<< /AcroForm << /XFA 4 0 R >> >>",
        packed(b"<< /S /JavaScript >>"),
        packed(b"<< /S /J#61#76aScript >>", b"/Filter /FlateDecode"),
        b"% stream\n<< /S /JavaScript >>\nendstream",
        b"2 0 obj << /Type /ObjStm /Filter /LZWDecode >>\nstream\n\x80\x0b\x60\nendstream",
        b"<< /Encrypt 5 0 R >>",
        b"<script>alert(1)</script>",
    ],
)
def test_a_pdf_that_acts_or_cannot_be_read_is_refused(body: bytes):
    with pytest.raises(UnsafeFile):
        accept("surat.pdf", pdf(body))


def test_a_pdf_may_write_of_what_it_does_not_hold():
    page = packed(b"BT (Skrip Java dan Launch) Tj ET", b"/Filter /FlateDecode")
    assert accept("surat.pdf", pdf(page)).name == "surat.pdf"


@pytest.mark.parametrize(
    "content",
    [
        office_file(**{"word/vbaProject.bin": "x"}),
        office_file(types='<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'),
        office_file(**{"word/embeddings/oleObject1.bin": "x"}),
        office_file(**{"word/activeX/activeX1.xml": "x"}),
        office_file(body="<w:instrText>DDEAUTO c:\\\\windows</w:instrText>"),
        office_file(**{"word/lain.html": "<html/>"}),
        with_link("attachedTemplate"),
        with_link("oleObject"),
        office_file(comment=b"<script>"),
        office_file("xl/workbook.xml"),
        ZIP[:-5],
    ],
)
def test_an_office_file_with_macros_objects_or_another_content_is_refused(content: bytes):
    with pytest.raises(UnsafeFile):
        accept("notulen.docx", content)


def test_a_workbook_with_macro_sheets_is_refused():
    with pytest.raises(UnsafeFile, match="makro"):
        accept("data.xlsx", office_file("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": "x"}))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", JPEG + ZIP),
        ("foto.jpg", JPEG[:-2] + ZIP + b"\xff\xd9"),
        ("foto.jpg", JPEG[:-2] + b"%PDF-1.4" + b"\xff\xd9"),
        ("foto.jpg", JPEG[:-2] + b"<script>" + b"\xff\xd9"),
        ("peta.png", PNG + ZIP),
        ("peta.png", PNG[:-12] + chunk(b"tEXt", b"<?php x") + chunk(b"IEND")),
        ("peta.png", PNG[:-6]),
        ("surat.pdf", pdf(tail=ZIP)),
        ("surat.pdf", pdf(ZIP)),
        ("notulen.docx", JPEG + ZIP),
    ],
)
def test_a_file_inside_a_file_is_refused(name: str, content: bytes):
    with pytest.raises(UnsafeFile):
        accept(name, content)


def test_a_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * (101 * 2**20))
    with pytest.raises(UnsafeFile, match="padat"):
        accept("bom.docx", buffer.getvalue())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\data\\foto.jpg", "foto.jpg"),
        ("surat\u202efdp.exe", "suratfdp.exe"),
        ("a\n\tb.png", "ab.png"),
        ("...", "lampiran"),
    ],
)
def test_a_name_keeps_no_folder_and_no_hidden_sign(given: str, shown: str):
    assert plain_name(given) == shown


def test_a_long_name_keeps_its_ending():
    assert plain_name("x" * 300 + ".pdf").endswith(".pdf")
    assert len(plain_name("x" * 300 + ".pdf")) == 120
