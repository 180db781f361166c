"""Bytes of a file as text: UTF-8 with or without a byte order mark, anything else is refused."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from casework.directory_files.limits import LARGEST_FILE, MEBIBYTE
from casework.directory_files.report import FileRefused

ADVICE = "Save it as UTF-8 (in a spreadsheet: save as, CSV UTF-8)."
WIDE = (BOM_UTF16_LE, BOM_UTF16_BE, BOM_UTF32_LE, BOM_UTF32_BE)


def text_of(name: str, content: bytes) -> str:
    """Decode a file; raises FileRefused that names the first byte that is not UTF-8."""
    _check_size(name, content)
    if content.startswith(WIDE):
        raise FileRefused(name, f"the file is UTF-16 or UTF-32. {ADVICE}")
    if b"\0" in content:
        raise FileRefused(name, f"the file holds NUL bytes, so it is no plain text. {ADVICE}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        byte = content[wrong.start]
        words = f"byte {wrong.start} (0x{byte:02x}) in line {line} is not UTF-8. {ADVICE}"
        raise FileRefused(name, words) from None


def utf8_of(name: str, content: bytes) -> bytes:
    """Give a file's bytes, checked to be UTF-8 text, without its byte order mark.

    Raises FileRefused as `text_of` does.
    """
    text_of(name, content)
    return content.removeprefix(BOM_UTF8)


def _check_size(name: str, content: bytes) -> None:
    if len(content) > LARGEST_FILE:
        most = LARGEST_FILE // MEBIBYTE
        raise FileRefused(name, f"the file is larger than {most} MiB; split it into smaller ones.")
