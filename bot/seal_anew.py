"""Sealing anew: everything that older keys sealed, until a walk that only reads finds nothing."""

from __future__ import annotations

from rich.console import Console

from bot.import_directory import bar
from bot.office import Office
from domain.cannot_go_on import CannotGoOn
from storage import sealing_anew
from storage.sealing_anew import SEALED, beginning

WALKS = 3


class KeysStayedAsTheyAre(CannotGoOn):
    """Something is to be done first; the message says what."""


async def seal_anew(office: Office, screen: Console) -> None:
    """Walk over everything until nothing is under an older key; KeysStayedAsTheyAre if it cannot.

    The last walk only reads, and finds nothing: so it is known, and not supposed.
    """
    left = 0
    for _ in range(WALKS):
        done, _unreadable = await walk_over_all(office, screen, write=True)
        left, unreadable = await walk_over_all(office, screen, write=False)
        screen.print(f"Sealed anew: {done}")
        if not left:
            if unreadable:
                screen.print(
                    f"None of the keys opens {unreadable} values: their key is lost, or it is in "
                    f"an old copy of the keys. They stayed as they are."
                )
            return
    raise KeysStayedAsTheyAre(
        f"{left} values are still under an older key: something that this database does not "
        "know of seals with it, such as an older version. Stop it, then call again. "
        "Keep all the keys until then."
    )


async def walk_over_all(office: Office, screen: Console, *, write: bool) -> tuple[int, int]:
    """Give how many values are, or were, under an older key, and how many no key opens."""
    old = unreadable = 0
    with bar(screen) as progress:
        task = progress.add_task("sealing anew" if write else "checking", total=None)
        async with office.database.transaction() as tx:
            total = sum([await sealing_anew.rows_of(tx, table) for table in SEALED])
        progress.update(task, total=total)
        for table in SEALED:
            after = beginning(table)
            while True:
                async with office.database.transaction() as tx:
                    stretch = await sealing_anew.walk(tx, table, after, write=write)
                old, unreadable = old + stretch.old, unreadable + stretch.unreadable
                progress.advance(task, stretch.rows)
                if stretch.last is None:
                    break
                after = stretch.last
        progress.update(task, completed=total)
    return old, unreadable
