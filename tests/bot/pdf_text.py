"""The text of a PDF as it is shown: enough for the files that are made here, in Latin letters."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
RUN = re.compile(rb"BT(.*?)ET", re.DOTALL)
STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
CHARACTER = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def texts(pdf: bytes) -> list[str]:
    """Give every run of text, read with each font of the file: one of them is the right one."""
    streams = list(unpacked(pdf))
    fonts = [characters(each) for each in streams if b"beginbfchar" in each]
    runs = [run for each in streams if b"BT" in each for run in RUN.findall(each)]
    return [read(run, font) for run in runs for font in fonts]


def unpacked(pdf: bytes) -> Iterator[bytes]:
    """Give the streams that are packed."""
    for found in STREAM.findall(pdf):
        try:
            yield zlib.decompress(found)
        except zlib.error:
            continue


def characters(cmap: bytes) -> dict[int, str]:
    """Give what each glyph of a font stands for."""
    return {
        int(glyph, 16): bytes.fromhex(shown.decode()).decode("utf-16-be")
        for glyph, shown in CHARACTER.findall(cmap)
    }


def read(run: bytes, font: dict[int, str]) -> str:
    """Read a run of text with a font."""
    raw = b"".join(ESCAPED.sub(plain, each) for each in STRING.findall(run))
    glyphs = (int.from_bytes(raw[i : i + 2], "big") for i in range(0, len(raw), 2))
    return "".join(font.get(glyph, "\ufffd") for glyph in glyphs)


def plain(found: re.Match[bytes]) -> bytes:
    """Give the byte that an escape in a string stands for."""
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else SIGNS.get(code, code)
