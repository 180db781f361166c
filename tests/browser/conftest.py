"""The browser: the system's Chromium; without it these tests are skipped, in one line at the end.

Where PASSERELLE_REQUIRE_BROWSER is set a missing browser is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterable
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, async_playwright

from bot.web.site import build_site
from tests.bot.web.fake import FakeParts
from tests.browser.seen import Seen

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
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


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Let the tests of a file run on one event loop, the one that their browser is of."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.asyncio(loop_scope="module"), append=False)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A browser for each file: to start one takes longer than a test. Each test is a visitor."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts()


@pytest_asyncio.fixture(loop_scope="module")
async def base(parts: FakeParts) -> AsyncIterator[str]:
    """The address of the site, with the demonstration switched on."""
    site = build_site(parts, b"secret", secure_cookies=False, demo="/desk/enter/demo")
    async with TestServer(site) as server:
        yield str(server.make_url("")).rstrip("/")


@pytest_asyncio.fixture(loop_scope="module")
async def seen(browser: Browser, base: str, repository: Path) -> AsyncIterator[Seen]:
    """Pages in a browser, watched: no error in a console, no request to anywhere else."""
    seen = Seen(browser, base, repository / "tests" / "artefacts")
    yield seen
    await seen.close()
    assert not seen.complaints
