"""Bytes of a file as text: UTF-8 with or without a byte order mark, anything else is refused."""

from __future__ import annotations

from casework.directory_files.report import FileRefused


def text_of(name: str, content: bytes) -> str:
    """Decode a file; raises FileRefused that names the first byte that is not UTF-8."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused(name, "the file is UTF-16; save it as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        byte = content[wrong.start]
        words = f"byte {wrong.start} (0x{byte:02x}) in line {line} is not UTF-8; save it as UTF-8."
        raise FileRefused(name, words) from None
