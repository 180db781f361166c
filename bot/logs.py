"""Logs: structured, without personal data: what happened and its kind, never who or what words.

What libraries log, and what nobody caught, is told alike: their words may quote somebody.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import structlog
from structlog.typing import Processor

log = structlog.get_logger()


def service_logs(*processors: Processor) -> None:
    """Log to standard error: readable in a terminal, JSON lines otherwise.

    `processors` hear of each entry, too.
    """
    _configure(logging.INFO, *processors, json=not sys.stderr.isatty())
    sys.excepthook = tell_what_broke


def quiet_logs() -> None:
    """Log only what went wrong, for commands that a person reads."""
    _configure(logging.ERROR, json=False)


def _configure(level: int, *more: Processor, json: bool) -> None:
    render = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            *more,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: Unfailing(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[Discreet()])
    # Addresses of calls hold the bot's token and people's ids.
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    # What they find odd in a file they quote from it.
    for quoting in ("pypdf", "PIL"):
        logging.getLogger(quoting).setLevel(logging.CRITICAL + 1)


class Unfailing(structlog.PrintLogger):
    """Prints entries; one that cannot be written (a full disk) is lost, and stops no work."""

    def msg(self, message: str) -> None:
        """Print an entry, if that can be done."""
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


class Discreet(logging.Handler):
    """Takes what libraries log into ours: their constant words, without what is put into them."""

    def emit(self, record: logging.LogRecord) -> None:
        """Log the first line as it stands in the code, and the kind and place of an error."""
        words, *_ = str(record.msg).splitlines() or [""]
        problem = record.exc_info[1] if record.exc_info else None
        told = {"problems": [place_of(each) for each in leaves(problem)]} if problem else {}
        log.log(record.levelno, words, library=record.name, **told)


def tell_what_broke(
    kind: type[BaseException], problem: BaseException, trace: TracebackType | None
) -> None:
    """Log what nobody caught, by kind and place."""
    try:
        raise problem.with_traceback(trace)  # so that a report of it has its lines of code
    except BaseException:
        log.critical("the program broke", problems=[place_of(each) for each in leaves(problem)])


def leaves(problem: BaseException) -> Iterator[BaseException]:
    """Give an exception, or all that a group holds."""
    if isinstance(problem, BaseExceptionGroup):
        for each in problem.exceptions:
            yield from leaves(each)
    else:
        yield problem


def place_of(problem: BaseException) -> str:
    """Name an exception and where it was raised; its words may hold personal data."""
    trace = traceback.extract_tb(problem.__traceback__)
    at = f" at {Path(trace[-1].filename).name}:{trace[-1].lineno}" if trace else ""
    return f"{type(problem).__name__}{at}"
