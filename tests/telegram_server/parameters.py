"""Parameters as they come over HTTP, much of it text, and as the values that they stand for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ATTACHED = "attach://"
TRUTH = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime_type: str
    content: bytes


class Unfit(Exception):
    """The value at `path` is not what the specification says."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}")
        self.depth = path.count(".") + path.count("[")


def attached(given: Mapping[str, Any]) -> set[str]:
    """Give the names of files that other parameters refer to."""
    text = " ".join(value for value in given.values() if isinstance(value, str))
    named = set(re.findall(re.escape(ATTACHED) + r'([^"\s]+)', text))
    return {name for name in named if isinstance(given.get(name), Upload)}


def from_text(name: str, types: tuple[str, ...], text: str) -> Any:
    """Decode a parameter that came as text, as forms and python-telegram-bot's JSON send it.

    :raises Unfit: if it should be JSON and is not; what else is wrong shows in the result.
    """
    if "String" in types:
        is_number = "Integer" in types and re.fullmatch(r"-?\d+", text)
        return int(text) if is_number else text
    if types == ("Integer",):
        return int(text) if re.fullmatch(r"-?\d+", text) else text
    if types == ("Float",):
        return float(text) if re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", text) else text
    if types == ("Boolean",):
        return TRUTH.get(text, text)
    if types == ("InputFile",):
        return text
    return _from_json(name, text)


def _from_json(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise Unfit(name, "is not JSON") from None
