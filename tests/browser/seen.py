"""What is seen: pages at the sizes that people have, watched for errors, and their pictures."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

PHONE, SMALL_PHONE, DESKTOP = (360, 740), (320, 568), (1280, 800)
SIZES = {PHONE: "phone", SMALL_PHONE: "small-phone", DESKTOP: "desktop"}
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
EXPECTED = ("WebSocket connection", "Failed to load resource")


class Seen:
    """Opens pages. `complaints`: errors of scripts or policy, and requests to other hosts."""

    def __init__(self, browser: Browser, base: str, artefacts: Path) -> None:
        self.browser = browser
        self.base = base
        self.artefacts = artefacts
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    async def page(
        self,
        path: str,
        size: tuple[int, int] = PHONE,
        language: str = "en",
        *,
        scripts: bool = True,
        dark: bool = False,
    ) -> Page:
        """Open a page as a new visitor."""
        context = await self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self.asked)
        await page.goto(self.base + path)
        return page

    def heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            self.complaints.append(message.text)

    def asked(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:", "about:")):
            self.complaints.append(f"a request went to {request.url}")

    async def picture(self, page: Page, name: str, *, whole: bool = False) -> None:
        """Save what is seen to tests/artefacts, and check that nothing is wider than the screen."""
        size = page.viewport_size or {"width": 0, "height": 0}
        device = SIZES.get((size["width"], size["height"]), "page")
        language = await page.evaluate("document.documentElement.lang") or "blank"
        self.artefacts.mkdir(exist_ok=True)
        path = self.artefacts / f"{name}-{device}-{language}.png"
        await page.screenshot(path=path, full_page=whole)
        assert not await page.evaluate(WIDER_THAN_SCREEN), f"{path.name} is wider than the screen"

    async def pictures(self, page: Page, name: str, *, whole: bool = True) -> None:
        """Save what is seen at each size."""
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            await self.picture(page, name, whole=whole)

    async def close(self) -> None:
        for context in self.contexts:
            await context.close()
