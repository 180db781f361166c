"""`passerelle keys rotate`: a new key seals, and what older keys sealed is sealed anew.

A running process is never made blind: a new key first only reads, then seals, and nothing is
sealed anew before every process that has the data open has told that it does so (known_keys.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from bot.installation import installed
from bot.key_file import (
    NEW_KEY,
    NEXT_KEY_FILE,
    kept_keys,
    make_next_key,
    next_key,
    put_next_key_first,
)
from bot.known_keys import BEAT_SECONDS, SILENT_AFTER, keys_of
from bot.office import Office
from bot.seal_anew import KeysStayedAsTheyAre, seal_anew
from bot.settings import Settings
from storage import keyring, processes
from storage.duties import Duty
from storage.processes import Process

GIVEN = "PASSERELLE_ENCRYPTION_KEYS"
ASK_SECONDS = 0.5

HOW_WITH_SETTING = f"""The keys are given by {GIVEN}, which only you can change:
1. make a key: {NEW_KEY}
2. write it at the END of {GIVEN}, for every process, and restart them all: it reads;
3. move it to the FRONT, and restart them all again: it seals;
4. call passerelle keys rotate: all that older keys sealed is sealed anew.
Nobody is lost meanwhile, whatever you have time for between two steps."""


async def rotate_keys(
    settings: Settings, is_copied: Callable[[], bool], beat: float = BEAT_SECONDS
) -> None:
    """Go on with the replacing of the keys as far as it goes, or begin it; say what was done.

    `is_copied`: asked before anything is sealed with a new key, which is in this home alone until
    somebody has copied it. `beat`: how often running processes tell which keys they know, seconds.
    KeysStayedAsTheyAre says what to do first. Called again after a kill, at any moment, it goes on.
    """
    screen = Console(highlight=False, soft_wrap=True)
    async with installed(settings, tells_its_keys=False) as office, AsyncExitStack() as stack:
        alone = Duty(office.database, "keys")
        stack.push_async_callback(alone.give_up)
        if not await alone.held():
            raise KeysStayedAsTheyAre("Another passerelle keys rotate is at work: let it end.")
        if settings.key_file is None:
            await _given_keys(office)
        else:
            await _new_key_in(settings.key_file, office, screen, is_copied, beat)
        await seal_anew(office, screen)
        async with office.database.transaction() as tx:
            newest = office.database.keys.fingerprints[0]
            await keyring.settle(tx, newest)
            work = await office.system_work(tx)
            await work.note("rotate keys", "", allowed=True)
    screen.print(_what_next(settings), markup=False)


async def _given_keys(office: Office) -> None:
    """Check that every process seals with the first of the keys that are given by setting."""
    keys = office.database.keys
    if len(keys.keys) == 1:
        raise KeysStayedAsTheyAre(HOW_WITH_SETTING)
    if behind := await _behind(office, _seals_with(keys.fingerprints[0])):
        raise KeysStayedAsTheyAre(
            f"{_named(behind)} does not seal with the first key of {GIVEN} yet: "
            f"give it the same keys, restart it, then call again. {_if_killed(behind)}"
        )


async def _new_key_in(
    file: Path, office: Office, screen: Console, is_copied: Callable[[], bool], beat: float
) -> None:
    """Let a new key read everywhere, then seal everywhere; go on where this was interrupted."""
    if next_key(file) is None and len(kept_keys(file)) == 1:
        make_next_key(file)
        screen.print(f"A new key is in {file.with_name(NEXT_KEY_FILE)}. It only reads yet.")
    if (coming := next_key(file)) is not None:
        name = keys_of([coming]).fingerprints[0]
        await _wait(office, screen, lambda process: name in process.keys, beat, "reads with")
        screen.print(f"Copy {file.with_name(NEXT_KEY_FILE)} to where you keep copies of {file}.")
        if not is_copied():
            raise KeysStayedAsTheyAre("Nothing was sealed with it: copy it, then call again.")
        put_next_key_first(file)
        screen.print(f"It is the first key in {file} now, and seals.")
    _use(office, file)
    first = office.database.keys.fingerprints[0]
    await _wait(office, screen, _seals_with(first), beat, "seals with")


def _use(office: Office, file: Path) -> None:
    known = office.database.keys
    office.database.use(replace(keys_of(kept_keys(file)), index_secret=known.index_secret))


def _seals_with(fingerprint: str) -> Callable[[Process], bool]:
    return lambda process: process.keys[0] == fingerprint


async def _behind(office: Office, is_ready: Callable[[Process], bool]) -> list[Process]:
    """List the processes that have the data open and are not ready."""
    async with office.database.transaction() as tx:
        there = await processes.seen_since(tx, office.clock() - SILENT_AFTER)
    return [process for process in there if not is_ready(process)]


async def _wait(
    office: Office, screen: Console, is_ready: Callable[[Process], bool], beat: float, does: str
) -> None:
    """Wait until every process is ready; KeysStayedAsTheyAre for one that lives and cannot be.

    One that was killed falls silent, and is waited for no longer than that takes.
    """
    began, told = office.clock(), False
    while behind := await _behind(office, is_ready):
        stuck = [each for each in behind if (each.seen - began).total_seconds() > 2 * beat]
        if stuck:
            raise KeysStayedAsTheyAre(
                f"{_named(stuck)} still knows other keys: it has another home, or is given "
                f"{GIVEN}. Give it the keys of this home, restart it, then call again."
            )
        if not told:
            screen.print(f"Waiting until {_named(behind)} {does} it … {_if_killed(behind)}")
            told = True
        await asyncio.sleep(ASK_SECONDS)


def _named(them: list[Process]) -> str:
    return "; ".join(each.place for each in them)


def _if_killed(them: list[Process]) -> str:
    until = max(each.seen for each in them) + SILENT_AFTER
    return f"(If it was killed, it is forgotten at {until:%H:%M} UTC.)"


def _what_next(settings: Settings) -> str:
    """Say what may be done with the older keys."""
    where = settings.key_file or GIVEN
    return (
        f"Everything is sealed under the first key. The others in {where} can be removed: keep\n"
        "them with the backups made until now, which need them, as long as those are kept.\n"
        "Restart passerelle run when it suits: the desks are signed out, the webhook is registered."
    )
