"""`python -m benchmarks.path`: what one message costs inside the process, step by step.

Several people play the yardstick's dialogue against the webhook's own handler, without HTTP and
without Telegram: microseconds of processor time for each update, with the commits (`--postgresql
DSN` for that engine; `--staff` with so many caseworkers on duty in each team, who are told of each
request). `--profile` names where they go.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import itertools
import json
import os
import pstats
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web

from benchmarks.yardstick.bots import HERE
from benchmarks.yardstick.product import SECRET, Product
from bot.app import Passerelle, opened
from bot.run import keep_what_is_loaded, service_loop, telegram_side
from bot.settings import load_settings
from bot.telegram.acknowledging import Acknowledgements
from bot.telegram.webhook import SECRET_HEADER

SCRIPT: list[dict[str, Any]] = json.loads(
    (HERE / "scripts" / "passerelle.json").read_text("utf-8")
)["steps"]
Step = dict[str, Any]
numbers = itertools.count(1_000_000)


class Request:
    """What a request is to the handler: its header and its content, all there at once."""

    headers: Mapping[str, str] = {SECRET_HEADER: SECRET}

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.content_length = len(body)

    @property
    def content(self) -> Request:
        return self

    def is_eof(self) -> bool:
        return True

    def read_nowait(self) -> bytes:
        return self._body


def pressed(step: Step, keyboard: list[Step]) -> Step | None:
    """Choose a button as the yardstick does."""
    label = re.compile(step.get("label", ""))
    fitting = [button for button in keyboard if label.search(button["text"])]
    index = step.get("index", 0)
    return fitting[index] if len(fitting) > index else None


def update_of(
    chat: int, step: dict[str, Any], keyboard: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Make the update of a step; None if it is left out."""
    number = next(numbers)
    user = {"id": chat, "is_bot": False, "first_name": "User", "language_code": "en"}
    where = {"id": chat, "type": "private"}
    message = {"message_id": number, "date": 1, "chat": where, "from": user}
    if step["do"] == "text":
        return {"update_id": number, "message": {**message, "text": step["text"]}}
    if step["do"] == "location":
        place = {"latitude": step["lat"], "longitude": step["lon"]}
        return {"update_id": number, "message": {**message, "location": place}}
    button = pressed(step, keyboard)
    if button is None:
        assert step.get("optional"), (step, keyboard)
        return None
    query = {"id": str(number), "from": user, "message": message, "chat_instance": "1"}
    return {"update_id": number, "callback_query": {**query, "data": button["callback_data"]}}


def keyboard_in(answer: bytes) -> list[dict[str, Any]]:
    """List the inline buttons of a reply."""
    markup = json.loads(answer).get("reply_markup") or {}
    if isinstance(markup, str):
        markup = json.loads(markup)
    return [button for row in markup.get("inline_keyboard", ()) for button in row]


async def dialogue(handler: Any, chat: int, spent: dict[int, list[float]]) -> int:
    """Play one dialogue; give how many updates it took."""
    keyboard: list[dict[str, Any]] = []
    done = 0
    for number, step in enumerate(SCRIPT):
        update = update_of(chat, step, keyboard)
        if update is None:
            continue
        request = Request(msgspec.json.encode(update))
        begun = time.perf_counter()
        response: web.Response = await handler(request)
        spent[number].append(time.perf_counter() - begun)
        assert response.status == 200
        body = response.body
        if isinstance(body, bytes) and body:
            keyboard = keyboard_in(body)
        done += 1
    return done


async def play(passerelle: Passerelle, handler: Any, chats: int, dialogues: int) -> None:
    """Play with so many people at once, and print what it cost."""
    first = itertools.count(10_000_000 * (1 + time.time_ns() % 100_000))
    spent: dict[int, list[float]] = defaultdict(list)

    async def person() -> int:
        return sum([await dialogue(handler, next(first), spent) for _ in range(dialogues)])

    await dialogue(handler, next(first), defaultdict(list))
    begun, wall = time.process_time(), time.perf_counter()
    updates = sum(await asyncio.gather(*(person() for _ in range(chats))))
    cost, taken = time.process_time() - begun, time.perf_counter() - wall
    print(f"{updates} updates: {1e6 * cost / updates:.0f} us of the processor each, ", end="")
    print(f"{updates / cost:.0f} per CPU second, {updates / taken:.0f} a second")
    if chats == 1:
        for number, each in sorted(spent.items()):
            what = SCRIPT[number].get("label") or SCRIPT[number]["do"]
            print(f"  {number:2} {1e6 * sorted(each)[len(each) // 2]:6.0f} us  {what}")


def handler_of(passerelle: Passerelle) -> Any:
    """Give what handles the webhook; it tells Telegram nothing, as there is none."""
    telegram = telegram_side(load_settings(), passerelle)
    assert telegram is not None

    def told(*_: Any) -> None:
        return

    setattr(Acknowledgements, "acknowledge", told)  # noqa: B010 - there is no Telegram here
    return telegram.routes()[0].handler


async def run(given: argparse.Namespace) -> None:
    """Open an installation and play."""
    async with opened(load_settings()) as passerelle:
        await passerelle.file_names()
        keep_what_is_loaded()
        handler = handler_of(passerelle)
        profile = cProfile.Profile() if given.profile else None
        if profile:
            profile.enable()
        for _ in range(given.rounds):
            await play(passerelle, handler, given.chats, given.dialogues)
        if profile:
            profile.disable()
            stats = pstats.Stats(profile)
            stats.dump_stats(given.profile)
            stats.sort_stats("cumulative").print_stats(given.lines)


def installed(scratch: Path, postgresql: str = "", staff: int = 0) -> None:
    """Make an installation in a scratch folder, and mean it by the environment from now on."""
    product = Product(scratch, postgresql, staff)
    product.prepare()
    os.environ.update(product.fresh(scratch / "home"))
    os.environ["PASSERELLE_TELEGRAM_TOKEN"] = "1:path"  # noqa: S105
    os.environ["PASSERELLE_TELEGRAM_API"] = "http://127.0.0.1:9"
    os.environ["PASSERELLE_PUBLIC_URL"] = "http://127.0.0.1:9"


def main() -> None:
    """Make an installation in a scratch folder and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--dialogues", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--staff", type=int, default=0)
    parser.add_argument("--postgresql", default="", metavar="DSN")
    parser.add_argument("--profile", default="", metavar="FILE")
    parser.add_argument("--lines", type=int, default=80)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="path-") as scratch:
        installed(Path(scratch), given.postgresql, given.staff)
        with asyncio.Runner(loop_factory=service_loop) as runner:
            runner.run(run(given))


if __name__ == "__main__":
    main()
