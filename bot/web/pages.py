"""Pages: a template filled for its reader, in the reader's language and direction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import hdrs, web
from markupsafe import Markup

from bot.web.labels import PROBLEMS
from bot.web.parts import Parts
from bot.web.sessions import Sessions, new_form
from bot.web.words import pieces
from conversations.text import Text, Words
from locales.languages import BY_CODE, best_match, spoken
from locales.render import speak

HERE = Path(__file__).parent
STATIC = HERE / "static"
_WANTED_LANGUAGE = re.compile(
    r"([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*)\s*(?:;\s*q=([01](?:\.\d{1,3})?))?", re.ASCII
)
SECONDS_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Site:
    """What every page needs. `demo`: the desk's one-time path, in the demonstration only."""

    parts: Parts
    sessions: Sessions
    demo: str | None = None


SITE = web.AppKey("site", Site)


class Spoken:
    """Labels by name, in one language; templates write `words.send`."""

    def __init__(self, texts: Mapping[str, Text], language: str) -> None:
        self._texts = texts
        self._language = language
        self._said: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        """Say a label."""
        said = self._said.get(name)
        if said is None:
            said = self._said[name] = speak(self._texts[name], self._language)
        return said

    def all_of_them(self) -> dict[str, str]:
        """Say all labels, for the script of a page."""
        return {name: self[name] for name in self._texts}


def set_up_templates(app: web.Application) -> None:
    """Let templates be found and give them what all of them use."""
    environment = aiohttp_jinja2.setup(
        app,
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(asset=asset, new_form=new_form, own_name=own_name)
    environment.filters["pieces"] = pieces


def asset(name: str) -> str:
    """Give the address of a static file, which changes with its content."""
    return f"/static/{name}?v={_version(name)}"


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


def cache_assets(request: web.Request, response: web.StreamResponse) -> None:
    """Let browsers keep static files: a changed one has another address."""
    if request.path.startswith("/static/") and "v" in request.query:
        keep = f"public, max-age={SECONDS_A_YEAR}, immutable"
        response.headers[hdrs.CACHE_CONTROL] = keep


def own_name(language: str) -> str:
    """Give the name of a language as it calls itself."""
    return spoken(language).own_name


def context(
    request: web.Request, language: str, texts: Mapping[str, Text], more: Mapping[str, Any]
) -> dict[str, Any]:
    """Gather what a template is filled with."""
    return {
        "language": spoken(language).code,
        "direction": "rtl" if spoken(language).right_to_left else "ltr",
        "languages": request.app[SITE].parts.languages,
        "words": Spoken(texts, language),
        "path": request.path,
        **more,
    }


def page(
    request: web.Request,
    template: str,
    language: str,
    texts: Mapping[str, Text],
    status: int = 200,
    **more: Any,
) -> web.Response:
    """Fill a page."""
    filled = context(request, language, texts, more)
    return aiohttp_jinja2.render_template(template, request, filled, status=status)


def piece(
    request: web.Request, template: str, language: str, texts: Mapping[str, Text], **more: Any
) -> str:
    """Fill a part of a page."""
    return aiohttp_jinja2.render_string(template, request, context(request, language, texts, more))


def fragment(app: web.Application, template: str, words: Spoken, **more: Any) -> Markup:
    """Fill what may stand in any page, whichever request that is for."""
    found = aiohttp_jinja2.get_env(app).get_template(template)
    text = found.render(words=words, **more)
    return Markup(text)  # noqa: S704 - a template that escapes has made it


def see(location: str) -> web.Response:
    """Lead on to another page, which is read with GET."""
    return web.Response(status=303, headers={hdrs.LOCATION: location})


def problem_page(
    request: web.Request, status: int, words: Words, language: str | None = None
) -> web.Response:
    """Say what went wrong and lead on."""
    reader = language or language_asked(request)
    home = "/desk" if request.path.startswith("/desk") else "/"
    return page(
        request, "problem.html", reader, PROBLEMS, status, said=speak(words, reader), home=home
    )


# ---------------------------------------------------------------- the reader's language


def language_wanted(request: web.Request) -> str | None:
    """Give the offered language that the address asks for with `?language=`."""
    wanted = request.query.get("language")
    return wanted if wanted in request.app[SITE].parts.languages else None


def languages_of_browser(request: web.Request) -> list[str]:
    """List the languages that the browser asks for, the most wanted first."""
    header = request.headers.get(hdrs.ACCEPT_LANGUAGE, "")[:200]
    found = _WANTED_LANGUAGE.findall(header)
    return [tag for tag, _ in sorted(found, key=lambda each: -float(each[1] or 1))]


def language_asked(request: web.Request) -> str:
    """Give the offered language that fits best what address and browser ask for."""
    if (wanted := language_wanted(request)) is not None:
        return wanted
    offered = [BY_CODE[code] for code in request.app[SITE].parts.languages if code in BY_CODE]
    matches = (best_match(tag, offered) for tag in languages_of_browser(request))
    return next((match for match in matches if match), "en")
