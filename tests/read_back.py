"""Reading our own files back: the text of slides, papers and PDF pages, and every byte inside an archive."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from docx import Document
from pptx import Presentation

Rows = list[list[str]]


def slide_tables(content: bytes) -> list[Rows]:
    """Return the cells of every table in a presentation."""
    slides = Presentation(io.BytesIO(content)).slides
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def slide_texts(content: bytes) -> list[str]:
    """Return every text box of a presentation, tables left out."""
    slides = Presentation(io.BytesIO(content)).slides
    return [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]


def slide_charts(content: bytes) -> list[tuple[list[str], list[float]]]:
    """Return categories and values of every native chart."""
    slides = Presentation(io.BytesIO(content)).slides
    plots = [shape.chart.plots[0] for slide in slides for shape in slide.shapes if shape.has_chart]
    return [(list(plot.categories), list(plot.series[0].values)) for plot in plots]


def paper_tables(content: bytes) -> list[Rows]:
    """Return the cells of every table in a DOCX."""
    tables = Document(io.BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def paper_text(content: bytes) -> str:
    """Return the paragraphs of a DOCX."""
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)


def inside(content: bytes) -> Iterator[bytes]:
    """Yield a file's bytes, and those of every file packed inside it, however deep, and of every PDF stream."""
    yield content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from inside(archive.read(name))
    elif content[:4] == b"%PDF":
        yield pdf_text(content).encode()
        yield from (stream for _, stream in _streams(content))


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF as its fonts spell it, one line per piece of text, without blanks at the ends."""
    objects = dict(_streams(content))
    spelling = {number: _character_map(objects[number]) for number in objects if b"beginbfchar" in objects[number]}
    fonts = {
        int(number): spelling.get(int(map_number), {})
        for number, map_number in re.findall(rb"(\d+) 0 obj\s*<<(?:(?!endobj).)*?/ToUnicode (\d+) 0 R", content, re.S)
    }
    names = {
        name: fonts[int(number)]
        for name, number in re.findall(rb"/(f\d+|F\d+) (\d+) 0 R", content)
        if int(number) in fonts
    }
    lines = [_shown(stream, names) for stream in objects.values() if b" Tf" in stream]
    return "\n".join(lines)


def _streams(content: bytes) -> Iterator[tuple[int, bytes]]:
    for found in re.finditer(rb"(\d+) 0 obj\s*<<(.*?)>>\s*stream\r?\n", content, re.S):
        length = re.search(rb"/Length (\d+)", found[2])
        if length is None:
            continue
        raw = content[found.end() : found.end() + int(length[1])]
        yield int(found[1]), zlib.decompress(raw) if b"FlateDecode" in found[2] else raw


def _character_map(stream: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>", stream.partition(b"beginbfchar")[2])
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}


def _shown(stream: bytes, names: dict[bytes, dict[int, str]]) -> str:
    spelled, font = [], dict[int, str]()
    for name, shown in re.findall(rb"/(\w+) [\d.]+ Tf|(\((?:\\.|[^\\)])*\)|\]\s*TJ)", stream, re.S):
        if name:
            font = names.get(name, {})
        elif shown.endswith(b"TJ"):
            spelled.append("\n")
        else:
            codes = _unescaped(shown[1:-1])
            glyphs = [int.from_bytes(codes[i : i + 2]) for i in range(0, len(codes), 2)]
            spelled.append("".join(font.get(glyph, "") for glyph in glyphs))
    return "".join(spelled)


ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _unescaped(text: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign[:1].isdigit() else ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, text, flags=re.S)
