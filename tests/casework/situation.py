"""What the tests of the use cases start from: the sample directory and a request in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Database
from tests.conversations.play import Player
from tests.conversations.sample import fill
from tests.conversations.stage import direct

TEAM = "gn-social-affairs-conakry"
SHELTER = "gn-conakry-shelter"
UP_TO_THE_SUMMARY = """
> /shelter
> 18 to 59
> Only me
> No, go on
> Conakry
> The first that can
> Yes, ask there
> Not tonight
> No, go on
> Yes, I agree
> In this chat
> Yes, it is safe
> Amina
< This is your request. Is it right?
"""
SENT = """
> Send it
< Sent. Your reference is {reference}
"""


@asynccontextmanager
async def stage(database: Database) -> AsyncIterator[Player]:
    """Give a player on a database with the sample directory."""
    await fill(database)
    yield Player(database, direct=direct)
