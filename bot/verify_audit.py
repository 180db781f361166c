"""`passerelle audit verify`: walks over the chain of the audit, and names what does not fit."""

from __future__ import annotations

import re

from rich.console import Console

from bot.import_directory import bar
from bot.installation import installed
from bot.office import Office
from bot.settings import Settings
from domain.cannot_go_on import CannotGoOn
from storage import audit_chain
from storage.audit_chain import Head
from storage.audit_walk import Fault, Walk

MOST_FAULTS = 20
HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{32})")


async def verify_audit(settings: Settings, kept: str = "") -> bool:
    """Print what was found; say whether the audit is as it was written.

    `kept`: a head that was told before, as `Head` is written; "" for none. CannotGoOn for words
    that are no head.
    """
    screen = Console(highlight=False, soft_wrap=True)
    walk = Walk(_head(kept))
    async with installed(settings) as office:
        faults = await _walked(office, walk, screen)
        async with office.database.transaction() as tx:
            head, unsealed = await audit_chain.head_of(tx), await audit_chain.unsealed(tx)
    for fault in faults[:MOST_FAULTS]:
        screen.print(f"{'BAD ' if fault.is_certain else 'LOOK'} {fault.words}", markup=False)
    if len(faults) > MOST_FAULTS:
        screen.print(f"… and {len(faults) - MOST_FAULTS} more")
    broken = any(fault.is_certain for fault in faults)
    entries = f"{walk.entries} {'entry' if walk.entries == 1 else 'entries'}"
    screen.print(f"{entries}, {'broken' if broken else 'unbroken'}")
    if unsealed:
        screen.print(f"Not sealed yet: the newest {unsealed}; passerelle run does so each minute")
    if not broken and head.place:
        screen.print(f"Head: {head}")
        screen.print("Keep it elsewhere: the next verify --head tells whether any of this was cut.")
    return not broken


async def _walked(office: Office, walk: Walk, screen: Console) -> list[Fault]:
    """Walk to the end of the chain, also where it goes on meanwhile; give what is wrong."""
    faults: list[Fault] = []
    async with office.database.transaction() as tx:
        until: Head | None = await audit_chain.head_of(tx)
    with bar(screen) as progress:
        task = progress.add_task("verifying", total=None)
        while until is not None:
            progress.update(task, total=until.place)
            is_all = False
            while not is_all:
                async with office.database.transaction() as tx:
                    found, is_all = await walk.stretch(tx, until)
                faults += found
                progress.update(task, completed=walk.entries)
            async with office.database.transaction() as tx:
                found, until = await walk.end(tx)
            faults += found
    return faults


def _head(kept: str) -> Head:
    read = HEAD.fullmatch(kept.strip())
    if kept and read is None:
        raise CannotGoOn(f"--head {kept!r}: it looks like 120:ab…, with 32 letters and digits.")
    return Head(int(read[1]), read[2]) if read else Head()
