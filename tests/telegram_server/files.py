"""Files: what is uploaded, what is known by its file_id, and what a message says about them."""

from __future__ import annotations

from typing import Any

from .parameters import ATTACHED, Upload
from .refusals import Violation, bad_request
from .state import Telegram
from .visible import SentFile

Wire = dict[str, Any]

MEGABYTE = 1024 * 1024
LARGEST_FILE = 50 * MEGABYTE
LARGEST_PHOTO = 10 * MEGABYTE
LARGEST_DOWNLOAD = 20 * MEGABYTE


def document(telegram: Telegram, given: Upload | str) -> tuple[Wire, SentFile]:
    """Read the file of a sendDocument."""
    ids, file = _file(telegram, given, LARGEST_FILE)
    return {"document": _described(ids, file) | {"file_name": file.name}}, file


def photo(telegram: Telegram, given: Upload | str) -> tuple[Wire, SentFile]:
    """Read the picture of a sendPhoto; nobody looks into it."""
    ids, file = _file(telegram, given, LARGEST_PHOTO)
    size = ids | {"width": 320, "height": 240, "file_size": len(file.content)}
    return {"photo": [size]}, file


def voice(telegram: Telegram, given: Upload | str, seconds: int) -> tuple[Wire, SentFile]:
    """Read the sound of a sendVoice."""
    ids, file = _file(telegram, given, LARGEST_FILE)
    return {"voice": _described(ids, file) | {"duration": seconds}}, file


def get_file(telegram: Telegram, _method: object, params: Wire) -> Wire:
    """Say where a file can be downloaded."""
    file = telegram.files.get(params["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    number = params["file_id"].removeprefix("file-")
    return {
        "file_id": params["file_id"],
        "file_unique_id": f"unique-{number}",
        "file_size": len(file.content),
        "file_path": f"files/{params['file_id']}",
    }


def _file(telegram: Telegram, given: Upload | str, largest: int) -> tuple[Wire, SentFile]:
    if isinstance(given, str):
        return _known(telegram, given)
    if not given.content:
        raise Violation("file must be non-empty")
    if len(given.content) > largest:
        raise Violation(f"file is too big: {len(given.content)} bytes, allowed are {largest}")
    file = SentFile(given.name, given.mime_type, given.content)
    return telegram.keep_file(file), file


def _known(telegram: Telegram, given: str) -> tuple[Wire, SentFile]:
    if given in telegram.files:
        number = given.removeprefix("file-")
        return {"file_id": given, "file_unique_id": f"unique-{number}"}, telegram.files[given]
    if given.startswith(("https://", "http://")):
        file = SentFile(given.rsplit("/", 1)[-1], "application/octet-stream", b"")
        return telegram.keep_file(file), file
    if given.startswith(ATTACHED):
        raise Violation(f"no file came as {given}")
    raise bad_request("wrong remote file identifier specified")


def _described(ids: Wire, file: SentFile) -> Wire:
    return ids | {"mime_type": file.mime_type, "file_size": len(file.content)}
