"""Logs: structured, without personal data: what happened and its kind, never who or what words."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.typing import Processor


def service_logs(*processors: Processor) -> None:
    """Log to standard error: readable in a terminal, JSON lines otherwise.

    `processors` hear of each entry, too.
    """
    _configure(logging.INFO, *processors, json=not sys.stderr.isatty())


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
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr)
    # Addresses of calls hold the bot's token and people's ids.
    for noisy in ("httpx", "httpcore", "telegram", "aiohttp.access"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    # What they find odd in a file they quote from it.
    for quoting in ("pypdf", "PIL"):
        logging.getLogger(quoting).setLevel(logging.CRITICAL + 1)
