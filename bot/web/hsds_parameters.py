"""What an address of the API may ask for: one table for reading it and for documenting it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from multidict import MultiMapping

MOST_A_PAGE = 500
USUAL_A_PAGE = 50
LAST_PAGE = 1_000_000
LONGEST = 200
WHOLE = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
NOT_HERE: Mapping[str, str] = {
    "modified_after": "No times of change are kept. Ask with If-None-Match to learn of changes.",
    "format": "Only JSON is given.",
}


class BadQuestion(Exception):
    """What is asked cannot be read; the message says what to write."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query: what it does, and its JSON Schema."""

    name: str
    words: str
    schema: Mapping[str, Any]

    def read(self, text: str) -> Any:
        """Give the value; raises BadQuestion."""
        match self.schema["type"]:
            case "integer":
                most = self.schema["maximum"]
                if not WHOLE.fullmatch(text) or int(text) > most:
                    raise BadQuestion(f"{self.name} is a whole number from 1 to {most}.")
                return int(text)
            case "boolean":
                if text not in ("true", "false"):
                    raise BadQuestion(f"{self.name} is true or false.")
                return text == "true"
            case _:
                if not 0 < len(text) <= LONGEST:
                    raise BadQuestion(f"{self.name} has 1 to {LONGEST} characters.")
                return text

    @property
    def default(self) -> Any:
        """Give the value of what is not asked."""
        return self.schema.get("default", "")


def _number(most: int, default: int) -> Mapping[str, Any]:
    return {"type": "integer", "minimum": 1, "maximum": most, "default": default}


_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST}
_CHOICE = {"type": "boolean", "default": False}

PAGE = Parameter("page", "Number of the page.", _number(LAST_PAGE, 1))
PER_PAGE = Parameter("per_page", "How many are on a page.", _number(MOST_A_PAGE, USUAL_A_PAGE))
SEARCH = Parameter("search", "Words that all occur, whatever their case, accents or script.", _TEXT)
TERM = Parameter("taxonomy_term_id", "Id of a term of the kinds of help.", _TEXT)
TAXONOMY = Parameter("taxonomy_id", "Id of a taxonomy.", _TEXT)
ORGANIZATION = Parameter("organization_id", "Id of the organisation that provides it.", _TEXT)
MINIMAL = Parameter("minimal", "Only ids.", _CHOICE)
FULL = Parameter("full", "With all that belongs to each.", _CHOICE)


def asked(query: MultiMapping[str], known: Sequence[Parameter]) -> dict[str, Any]:
    """Read a query into values by name; BadQuestion for what is not known or no sense."""
    names = [each.name for each in known]
    for name in query:
        if name not in names:
            listed = ", ".join(names) or "none"
            words = NOT_HERE.get(name, "There is no such parameter here.")
            raise BadQuestion(f"{name[:40]}: {words} Known: {listed}.")
        if len(query.getall(name)) > 1:
            raise BadQuestion(f"{name} is given more than once.")
    return {
        each.name: each.read(query[each.name]) if each.name in query else each.default
        for each in known
    }
