"""JSON of a file, decoded no deeper than it has to be; every fault of it is a sentence."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from casework.directory_files.report import FileRefused

Kind = TypeVar("Kind")
TOO_DEEP = "not JSON that anybody writes by hand: lists in lists without end."


def decoded(
    name: str, content: bytes | msgspec.Raw, kind: type[Kind], what: str = "the expected shape"
) -> Kind:
    """Decode UTF-8 JSON as `kind`; raises FileRefused for what is no JSON or is not `what`."""
    try:
        return msgspec.json.decode(content, type=kind)
    except RecursionError:
        raise FileRefused(name, TOO_DEEP) from None
    except msgspec.ValidationError as wrong:
        raise FileRefused(name, f"not {what}: {wrong}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise FileRefused(name, f"not JSON: {wrong}.") from None


def parts(name: str, content: bytes) -> dict[str, msgspec.Raw] | list[msgspec.Raw]:
    """Give the members or items of a file, each undecoded; raises FileRefused for neither."""
    opened = content.lstrip()[:1]
    kind: Any = dict[str, msgspec.Raw] if opened == b"{" else list[msgspec.Raw]
    found: dict[str, msgspec.Raw] | list[msgspec.Raw] = decoded(name, content, kind)
    return found
