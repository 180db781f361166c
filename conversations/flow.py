"""Flows: how a dialogue is entered, and how it behaves when another one comes between."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from conversations.dialogue import Farewell, Step
from domain.requests import Command


class Start(Struct, frozen=True):
    """What a dialogue begins with: its arguments and the language that is spoken.

    `unfinished`: another one with answers waits beneath it.
    """

    arguments: tuple[str, ...] = ()
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    unfinished: bool = False

    def argument(self, place: int) -> str:
        """Give one argument, or "" if there is none."""
        return self.arguments[place] if place < len(self.arguments) else ""


@dataclass(frozen=True, slots=True)
class Flow:
    """A dialogue by name.

    `aside`: whatever was under way waits beneath it. `kept`: unfinished answers stay when
    another dialogue begins. `given_by_arguments`: keys that new arguments make void.
    `for_staff`: anybody who is enrolled, whether they work cases or not.
    `takes_files`: also a file of somebody who may send none for anything else is taken in.
    `passes_on`: words said here are for a person, so also urgent ones are heard. `stopped`: what
    is done, by its arguments, when the person gives it up.
    """

    name: str
    begin: Callable[[Start], Coroutine[Step, Any, Farewell]]
    aside: bool = False
    kept: bool = False
    for_caseworkers: bool = False
    for_staff: bool = False
    before_language: bool = False
    given_by_arguments: frozenset[str] = frozenset()
    passes_on: bool = False
    takes_files: bool = False
    stopped: Callable[[Start], Command] | None = None
