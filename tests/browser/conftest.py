"""The browser: the system's Chromium; without it these tests are skipped, in one line at the end.

Where PASSERELLE_REQUIRE_BROWSER is set a missing browser is a failure.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, async_playwright

from bot.web.site import build_site
from tests.bot.web.fake import FakeParts
from tests.browser.seen import Seen

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CLOSES_WITHIN = 20.0  # seconds; a browser that does not answer any more must hold up nobody
MISSING = "the browser tests did not run: no Chromium (looked for " + ", ".join(NAMES) + ")"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let all that was skipped for want of a browser be skipped in one place.

    pytest's summary (`-ra`) joins them to one line, also where workers ran the tests, in which
    case a summary of this file's own would not be asked for.
    """
    report = yield
    if report.skipped and MISSING in str(report.longrepr):
        report.longrepr = (__file__, 1, f"Skipped: {MISSING}")
    return report


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None and os.environ.get("PASSERELLE_REQUIRE_BROWSER"):
        pytest.fail(f"PASSERELLE_REQUIRE_BROWSER is set, but {MISSING}", pytrace=False)
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A browser of its own for each test."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        async with asyncio.timeout(CLOSES_WITHIN):
            await browser.close()


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts()


@pytest.fixture
async def base(parts: FakeParts) -> AsyncIterator[str]:
    """The address of the site, with the demonstration switched on."""
    site = build_site(parts, b"secret", secure_cookies=False, demo="/desk/enter/demo")
    async with TestServer(site) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest.fixture
async def seen(browser: Browser, base: str, repository: Path) -> AsyncIterator[Seen]:
    """Pages in a browser, watched: no error in a console, no request to anywhere else."""
    seen = Seen(browser, base, repository / "tests" / "artefacts")
    yield seen
    async with asyncio.timeout(CLOSES_WITHIN):
        await seen.close()
    assert not seen.complaints
