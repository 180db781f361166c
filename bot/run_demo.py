"""`passerelle demo`: the person's chat and the caseworker's desk, side by side in the browser."""

from __future__ import annotations

import hashlib

from bot.clockwork import Clockwork
from bot.demo import DemoPasserelle, caseworker_everywhere, demo_installation
from bot.run import stop_on_signals, together
from bot.serving import serving
from bot.web.site import build_site
from storage.people import Address


async def run_demo(port: int, *, browser: bool) -> None:
    """Run the demonstration: web chat and desk side by side, and nothing from outside."""
    base = f"http://127.0.0.1:{port}"
    async with demo_installation(base) as passerelle:
        stop = stop_on_signals()
        person = await caseworker_everywhere(passerelle, Address("desk", "demo"))
        shown = DemoPasserelle(passerelle.office, passerelle.database_url, person)
        secret = hashlib.sha256(shown.desk_code.encode()).digest()
        site = build_site(shown, secret, secure_cookies=False, demo=shown.desk_path)
        async with serving(site, "127.0.0.1", port) as bound:
            say_addresses(bound)
            if browser:
                open_browser(f"http://127.0.0.1:{bound}/demo")
            await together([Clockwork(passerelle.office).run(stop)], stop)


def say_addresses(port: int) -> None:
    """Print where to look."""
    base = f"http://127.0.0.1:{port}"
    for line in (
        "Passerelle runs with sample data; everything stays on this machine.",
        f"  both sides   {base}/demo",
        f"  the person   {base}/chat",
        f"  the desk     {base}/desk",
        "Stop it with Ctrl-C.",
    ):
        print(line, flush=True)


def open_browser(url: str) -> None:
    """Open the reader's browser, if there is one."""
    import webbrowser

    webbrowser.open(url)
