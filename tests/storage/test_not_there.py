"""A PostgreSQL that cannot be opened: what passes is told from what needs somebody's hand."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from storage.database import StorageRefused, StorageUnavailable
from storage.migrate import migrate
from tests.storage.engines import url_of

SSL_REQUEST = 80877103


def refusal(code: str) -> bytes:
    """Word PostgreSQL's refusal with an SQLSTATE."""
    fields = b"".join(f"{kind}{value}\0".encode() for kind, value in said(code)) + b"\0"
    return b"E" + struct.pack("!i", 4 + len(fields)) + fields


def said(code: str) -> tuple[tuple[str, str], ...]:
    return (("S", "FATAL"), ("V", "FATAL"), ("C", code), ("M", "not now"))


@asynccontextmanager
async def refusing(code: str) -> AsyncIterator[str]:
    """Refuse every connection with a code, as PostgreSQL does; give the address."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readexactly(8)
        if struct.unpack("!ii", asked)[1] == SSL_REQUEST:
            writer.write(b"N")
            await reader.readexactly(8)
        writer.write(refusal(code))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        yield f"postgresql://somebody:word@127.0.0.1:{server.sockets[0].getsockname()[1]}/there"


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        ("57P03", True),  # it is starting up, or shutting down
        ("53300", True),  # too many connections
        ("28P01", False),  # a wrong password
        ("28000", False),  # this user may not
        ("3D000", False),  # no such database
    ],
)
async def test_what_passes_is_waited_for_and_what_does_not_is_told(code: str, passes: bool) -> None:
    async with refusing(code) as url:
        with pytest.raises(StorageUnavailable, match="not now") as told:
            await migrate(url)
    assert isinstance(told.value, StorageRefused) is not passes
    assert "word" not in str(told.value)


async def test_nobody_listening_passes() -> None:
    with pytest.raises(StorageUnavailable) as told:
        await migrate("postgresql://somebody@127.0.0.1:9/there")
    assert not isinstance(told.value, StorageRefused)


async def test_a_name_that_the_server_does_not_know_does_not_pass() -> None:
    with pytest.raises(StorageRefused, match="not_there"):
        await migrate(url_of("not_there"))
