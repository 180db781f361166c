"""The desk: caseworkers' queue and cases in the browser; every right is checked in casework."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from aiohttp import hdrs, web
from markupsafe import Markup
from msgspec import Struct

from bot.web import desk_messages as messages
from bot.web import desk_moves as moves
from bot.web.desk_choices import ASKED, NOTHING_TO_CHOOSE, OFFERED
from bot.web.desk_fields import ASKS, LONGEST
from bot.web.desk_moves import MoveForm
from bot.web.desk_said import CHANGED, NOT_DONE, NOT_FOUND, SAID, TOO_LATE, said_after
from bot.web.desk_view import Reader, card, case, team_of
from bot.web.documents import download
from bot.web.forms import Form, read_form
from bot.web.labels import DESK, PROBLEMS
from bot.web.pages import (
    Site,
    Spoken,
    fragment,
    language_asked,
    language_wanted,
    page,
    piece,
    see,
)
from bot.web.sessions import Sessions
from casework.documents import Opened
from conversations.text import Text
from domain.access import QUEUE_ROLES
from domain.people import PersonId
from domain.references import read_reference
from domain.referrals import By
from domain.requests import Done, DoneOutcome
from domain.requests.corresponding import (
    Correspondence,
    CorrespondenceOf,
    OpenedFile,
    UnreadIn,
    Write,
    Written,
)
from domain.requests.mine import SpeakLanguage
from domain.requests.team import PassedOn
from domain.requests.working import (
    AsSeen,
    CaseOf,
    CaseView,
    GoOnDuty,
    MemberOf,
    MyQueue,
    MyWork,
    QueueItem,
)
from locales.formats import noon

GROUPS = ("mine", "waiting", "taken")
ROWS_KEPT = 2048


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is signed in."""

    request: web.Request
    person: PersonId
    reader: Reader

    @property
    def reference(self) -> str:
        """Give the reference in the address, as it is written."""
        given = self.request.match_info["reference"]
        return read_reference(given) or given[:20]


Shown = Callable[[Visit], Awaitable[web.Response]]


class Row(Struct, frozen=True):
    """A request as it stands in the list. `group`: one of `GROUPS`; `mark`: changes with it."""

    group: str
    filled: Markup
    mark: bytes


class Desk:
    """Shows queue and cases, and makes the moves."""

    def __init__(self, site: Site) -> None:
        self.parts = site.parts
        self.sessions: Sessions = site.sessions
        # On the same day what has not changed is not filled again.
        self.row = lru_cache(maxsize=ROWS_KEPT)(row)

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        return [
            web.get("/desk", self.signed_in(self.queue)),
            web.get("/desk/queue", self.signed_in(self.queue_only)),
            web.get("/desk/case/{reference}", self.signed_in(self.case)),
            web.get("/desk/case/{reference}/news", self.signed_in(self.news)),
            web.get("/desk/case/{reference}/file/{number}", self.signed_in(self.file)),
            web.post("/desk/case/{reference}/write", self.signed_in(self.write)),
            web.post("/desk/case/{reference}/{move}", self.signed_in(self.move)),
            web.post("/desk/duty", self.signed_in(self.duty)),
        ]

    def signed_in(self, show: Shown) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Show a page to those who are signed in, and the others how to get here."""

        async def shown(request: web.Request) -> web.Response:
            token = self.sessions.desk(request)
            person = await self.parts.desk_person(token) if token else None
            if person is None:
                return closed(request)
            if (wanted := language_wanted(request)) is not None:
                await self.parts.perform_for(person, SpeakLanguage(wanted))
                return see(request.path)
            language = await self.parts.language_of(person)
            return await show(Visit(request, person, Reader(language, self.parts.now())))

        return shown

    # ------------------------------------------------------------ the queue

    async def queue(self, visit: Visit) -> web.Response:
        """Show the requests of the reader's teams."""
        rows = await self.rows(visit)
        words, good = said_in(visit)
        return await self.page(
            visit,
            "queue.html",
            listed=listed(visit, rows, digest(rows)),
            said=visit.reader.hears(words),
            good=good,
        )

    async def queue_only(self, visit: Visit) -> web.Response:
        """Give the list alone, for the page that is open; nothing if it has not changed."""
        rows = await self.rows(visit, again=True)
        seen = digest(rows)
        if visit.request.query.get("seen") == seen:
            return web.Response(status=204)
        return web.Response(text=listed(visit, rows, seen), content_type="text/html")

    async def rows(self, visit: Visit, *, again: bool = False) -> list[Row]:
        """Read the queue; `again` when an open page looks for news."""
        request = MyQueue(again)
        items: tuple[QueueItem, ...] = await self.parts.perform_for(visit.person, request)
        app, language, now = visit.request.app, visit.reader.language, visit.reader.now
        return [self.row(app, each, language, noon(each.zone, now)) for each in items]

    # ------------------------------------------------------------ a case

    async def case(self, visit: Visit) -> web.Response:
        """Show a case and the moves that are open."""
        return await self.case_page(visit, *said_in(visit))

    async def case_page(
        self,
        visit: Visit,
        said: Text | None,
        good: bool = False,
        status: int = 200,
        tried: str = "",
        form: Form | None = None,
    ) -> web.Response:
        """Fill a case's page; `tried`: the move whose form, given again, was not done."""
        view: CaseView | None = await self.parts.perform_for(visit.person, CaseOf(visit.reference))
        if view is None:
            return await self.no_case(visit)
        forms = [await self.with_choices(visit, each) for each in moves.forms_of(view)]
        return await self.page(
            visit,
            "case.html",
            status,
            case=case(view, visit.reader),
            said=visit.reader.hears(said),
            good=good,
            forms=[(each, visit.reader.hears(each.label)) for each in forms],
            say=visit.reader.hears,
            asks=ASKS,
            nothing=NOTHING_TO_CHOOSE,
            tried=tried,
            given=form or {},
            version=view.item.version,
            talk=await self.talk(visit) if view.item.mine else None,
        )

    async def with_choices(self, visit: Visit, form: MoveForm) -> MoveForm:
        """Give a form what only the case itself tells: teams, places, colleagues."""
        if form.field not in ASKED:
            return form
        found = await self.parts.perform_for(visit.person, ASKED[form.field](visit.reference))
        return replace(form, options=tuple(OFFERED[form.field](each) for each in found))

    async def talk(self, visit: Visit) -> messages.Talk | None:
        """Tell what was written; from now on it counts as read."""
        seen = await self.correspondence(visit)
        return messages.talk(seen, visit.reader) if seen else None

    async def correspondence(self, visit: Visit) -> Correspondence | None:
        """Read what holder and person wrote, as the holder."""
        request = CorrespondenceOf(visit.reference)
        seen: Correspondence | None = await self.parts.perform_for(visit.person, request)
        return seen if seen is not None and seen.me is By.HOLDER else None

    async def no_case(self, visit: Visit) -> web.Response:
        """Say nothing about whether the case exists (fail closed)."""
        words = visit.reader.hears(SAID[NOT_FOUND])
        return await self.page(visit, "no_case.html", 404, said=words)

    async def news(self, visit: Visit) -> web.Response:
        """Say that an open case has changed since its page was opened; else nothing."""
        request = MyQueue(again=True)
        items: tuple[QueueItem, ...] = await self.parts.perform_for(visit.person, request)
        version = next((str(i.version) for i in items if i.reference == visit.reference), "")
        unread: int = await self.parts.perform_for(visit.person, UnreadIn(visit.reference))
        if version == visit.request.query.get("version") and not unread:
            return web.Response(status=204)
        text = piece(
            visit.request, "changed.html", visit.reader.language, DESK, reference=visit.reference
        )
        return web.Response(text=text, content_type="text/html")

    async def move(self, visit: Visit) -> web.Response:
        """Make a move with a case that is as it was seen, and show it as it is then."""
        name = visit.request.match_info["move"]
        if name not in moves.COMMANDS:
            raise web.HTTPNotFound
        form = await read_form(visit.request)
        command = moves.command_of(name, visit.reference, form)
        if command is None:
            missing = PROBLEMS["missing"]
            return await self.case_page(visit, missing, status=400, tried=name, form=form)
        version = form.get("version", "")
        seen = int(version) if version.isdecimal() else 0
        request = AsSeen(visit.reference, seen, command)
        done: Done | PassedOn = await self.parts.perform_for(visit.person, request)
        view: CaseView | None = await self.parts.perform_for(visit.person, CaseOf(visit.reference))
        said = said_after(name, command, done, view)
        if view is None:
            gone = done.outcome is not DoneOutcome.DONE
            return await self.no_case(visit) if gone else see(f"/desk?said={said}")
        if said == TOO_LATE and any(form.get(field) for field in LONGEST):
            return await self.case_page(visit, SAID[CHANGED], status=409, tried=name, form=form)
        return see(f"/desk/case/{view.item.reference}?said={said}")

    # ------------------------------------------------------------ messages

    async def write(self, visit: Visit) -> web.Response:
        """Pass a message on to the person, and show the case as it is then."""
        form = await read_form(visit.request)
        seen = await self.correspondence(visit)
        if seen is None:
            return await self.no_case(visit)
        content = messages.content_of(form, seen)
        if content is None:
            missing = PROBLEMS["missing"]
            return await self.case_page(visit, missing, status=400, tried="write", form=form)
        said = messages.PASSED
        if not messages.was_written(content, seen):
            written: Written = await self.parts.perform_for(
                visit.person, Write(visit.reference, content)
            )
            said = messages.said_after(written)
        return see(f"/desk/case/{visit.reference}?said={said}")

    async def file(self, visit: Visit) -> web.Response:
        """Give the file of a message as a download, by the right of now."""
        number = visit.request.match_info["number"]
        request = OpenedFile(int(number) if number.isdecimal() and len(number) < 19 else 0)
        found: Opened | None = await self.parts.perform_for(visit.person, request)
        if found is None:
            return await self.no_case(visit)
        return download(found)

    # ------------------------------------------------------------ around it

    async def duty(self, visit: Visit) -> web.Response:
        """Start or end duty."""
        form = await read_form(visit.request)
        await self.parts.perform_for(visit.person, GoOnDuty(form.get("duty") == "on"))
        return see("/desk")

    async def page(
        self, visit: Visit, template: str, status: int = 200, **more: Any
    ) -> web.Response:
        """Fill a page with what stands on each: team, duty, languages."""
        work: tuple[MemberOf, ...] = await self.parts.perform_for(visit.person, MyWork())
        return page(
            visit.request,
            template,
            visit.reader.language,
            DESK,
            status,
            team=team_of(work, visit.reader),
            good=more.pop("good", False),
            works=any(member.role in QUEUE_ROLES for member in work),
            on_duty=any(member.on_duty for member in work),
            **more,
        )


def closed(request: web.Request, problem: str = "", status: int = 401) -> web.Response:
    """Say how to get to the desk; a page that is open is led here."""
    language = language_asked(request)
    response = page(request, "closed.html", language, DESK, status, problem=problem)
    if "HX-Request" in request.headers:
        response.headers["HX-Redirect"] = "/desk"
    response.headers[hdrs.VARY] = "HX-Request"
    return response


def said_in(visit: Visit) -> tuple[Text | None, bool]:
    """Read from the address what is to be said, and whether it is a good thing."""
    name = visit.request.query.get("said", "")
    said = SAID.get(name) or messages.SAID.get(name)
    return said, name not in (*NOT_DONE, *messages.NOT_DONE)


@lru_cache(maxsize=64)
def labels(language: str) -> Spoken:
    """Give the desk's labels, each said once for all rows."""
    return Spoken(DESK, language)


def row(app: web.Application, item: QueueItem, language: str, now: datetime) -> Row:
    """Fill the row of a request."""
    group = "mine" if item.mine else "taken" if item.taken else "waiting"
    filled = fragment(app, "queue_row.html", labels(language), card=card(item, language, now))
    mark = hashlib.sha256(f"{group} {filled}".encode()).digest()
    return Row(group, filled, mark)


def listed(visit: Visit, rows: list[Row], seen: str) -> Markup:
    """Fill the list of a queue, the reader's own requests first."""
    groups = [(name, [each.filled for each in rows if each.group == name]) for name in GROUPS]
    language = visit.reader.language
    text = piece(
        visit.request, "queue_list.html", language, DESK, groups=groups, count=len(rows), seen=seen
    )
    return Markup(text)  # noqa: S704 - a template that escapes has made it


def digest(rows: list[Row]) -> str:
    """Give a short name of what a queue shows, which changes with it."""
    return hashlib.sha256(b"".join(each.mark for each in rows)).hexdigest()[:16]
