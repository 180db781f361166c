"""A name that is not found, a certificate that is not trusted: it is said, and all else works."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from yarl import URL

from tests.end_to_end.conftest import Install, Prepared
from tests.end_to_end.installation import Installation, until
from tests.end_to_end.outage import WAYS
from tests.end_to_end.story import REQUEST, Cast
from tests.end_to_end.test_metrics import read
from tests.storage.proxy import pass_on
from tests.telegram_server import TelegramServer

pytestmark = pytest.mark.timeout(240)

NOT_FOUND = "no server is found under the name"
NOT_TRUSTED = "the server's certificate is not trusted"


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate of 127.0.0.1 that nobody has signed; it stands with its key in a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return file


@asynccontextmanager
async def with_tls(server: TelegramServer, of: Path, port: int = 0) -> AsyncIterator[int]:
    """Serve it by TLS with a certificate; give the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(of)
    behind = URL(server.base).port
    assert behind is not None

    async def serve(mine: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        await pass_on(mine, back, *await asyncio.open_connection("127.0.0.1", behind))

    listening = await asyncio.start_server(serve, "127.0.0.1", port, ssl=context)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


async def check_that_the_rest_works(here: Installation, why: str, token: str) -> None:
    """See that it says what is wrong, without its token, and serves all else."""

    async def is_said() -> bool:
        return why in here.log

    await until(is_said)
    assert await read(here, "/readyz") == (200, "ready\n")
    assert (await read(here, "/chat"))[0] == 200
    said = await here.command("doctor", code=1)
    assert f"BAD  telegram: no answer with this token (no connection ({why}))" in said
    assert token not in said
    assert token not in here.log
    assert "Traceback" not in here.log


@WAYS
async def test_a_name_that_is_not_found_is_said(
    install: Install, server: TelegramServer, webhook: bool
) -> None:
    here = install(webhook=webhook)
    here.settings["PASSERELLE_TELEGRAM_API"] = "http://telegram.invalid:1"
    await here.start()
    await check_that_the_rest_works(here, NOT_FOUND, server.token)
    assert await here.stop() == 0


async def test_a_certificate_that_is_not_trusted_is_said_and_a_good_one_is_gone_on_with(
    install: Install,
    prepared: Prepared,
    server: TelegramServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    good, bad = certificate(tmp_path, "good"), certificate(tmp_path, "bad")
    monkeypatch.setenv("SSL_CERT_FILE", str(good))  # read where the program begins anew
    cast = Cast(server, install(prepared.home, installed=True))
    here = cast.installation
    async with with_tls(server, bad) as port:
        here.settings["PASSERELLE_TELEGRAM_API"] = f"https://127.0.0.1:{port}"
        await here.start()
        await check_that_the_rest_works(here, NOT_TRUSTED, server.token)
    async with with_tls(server, good, port):
        for step in REQUEST[:5]:
            await cast.play(step)
        said = await here.command("doctor")
        assert "ok   telegram: @passerelle_test_bot" in said
        assert await here.stop() == 0
    assert server.token not in here.log
