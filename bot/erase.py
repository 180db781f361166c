"""`passerelle erase`: whoever made a request is forgotten, on purpose, by the administrator."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from bot.installation import installed
from bot.office import Office
from bot.settings import Settings
from casework.erase import Erased, erase_for, what_is_kept
from casework.tell import MESSAGE
from conversations.persons.privacy import was_erased
from domain.cannot_go_on import CannotGoOn
from domain.people import PersonId
from domain.references import read_reference
from domain.requests.mine import Kept, WhatIsKept
from locales.render import render
from storage import outbox, people, referrals
from storage.database import Transaction
from storage.people import Address


class NothingErased(CannotGoOn):
    """Nothing was erased; the message says why."""


async def erase_person(settings: Settings, asked: str, is_sure: Callable[[], bool]) -> None:
    """Forget whoever made a request, and all their requests; say what was done.

    `asked`: its reference as people type it. `is_sure` is asked once it is said what would go.
    NothingErased for one that is none, or that no request has.
    """
    reference = read_reference(asked)
    if reference is None:
        raise NothingErased(f"{asked!r} is no reference: they look like K7M-2QX4.")
    async with installed(settings) as office:
        async with office.database.transaction() as tx:
            person = await _person_of(tx, reference)
            kept = await what_is_kept(await office.work_of(tx, person), WhatIsKept())
            addresses = await people.addresses_of(tx, person)
        if not addresses:
            print(f"Whoever made {reference} is forgotten already: nothing is kept of them.")
            return
        print("\n".join(_would_go(reference, kept)))
        if not is_sure():
            raise NothingErased("Nothing was erased.")
        if await _erase(office, reference, person, addresses) is None:
            print(f"Whoever made {reference} was forgotten meanwhile.")
            return
    print("Erased. Those who held a request are asked to delete what they wrote down, and the")
    print("person is told. Earlier backups still hold it: delete them in time.")


async def _person_of(tx: Transaction, reference: str) -> PersonId:
    found = await referrals.by_reference(tx, reference)
    if found is None:
        raise NothingErased(f"No request has the reference {reference}.")
    return found.person


async def _erase(
    office: Office, reference: str, person: PersonId, addresses: tuple[Address, ...]
) -> Erased | None:
    """Erase, while nothing that the person writes can be answered, and tell them once."""
    locks = [people.lock_of(people.address_index(office.database, each)) for each in addresses]
    async with office.database.transaction(locks) as tx:
        erased = await erase_for(await office.work_of(tx, person), reference)
        if erased is not None:
            await _tell(tx, office, erased)
    return erased


async def _tell(tx: Transaction, office: Office, erased: Erased) -> None:
    """Put the last word into the outbox, worded: whose language it is, is not known any more."""
    now = office.clock()
    words = render(was_erased(withdrawn=erased.withdrawn), erased.language, now)
    for address in erased.addresses:
        await outbox.put(
            tx,
            person=None,
            address=address,
            kind=MESSAGE,
            payload=msgspec.json.encode(words),
            now=now,
        )


def _would_go(reference: str, kept: Kept) -> list[str]:
    """List what would go, in counts: nobody's name stands on a screen."""
    counts = (
        (kept.open_requests, "open requests, which are cancelled"),
        (kept.closed_requests, "finished requests, of which the figures stay"),
        (kept.names, "names"),
        (kept.phones, "telephone numbers"),
        (kept.messages, "messages between them and the organisation"),
    )
    what = [f"  {words}: {number}" for number, words in counts if number]
    return [f"Of whoever made {reference}, this would go for good:", *what, "  where to reach them"]
