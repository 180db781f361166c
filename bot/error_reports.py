"""Error reports: what failed and where goes to Sentry, without a word of anybody.

A report is made anew from the few things that may be told: the constant words of the log, the kind
of the error, and the lines of code that led to it. What the error says, values, lines of source,
names of machines and people are in none. The extra `sentry` brings the library.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from structlog.typing import EventDict, Processor, WrappedLogger

from bot.extras import extra

if TYPE_CHECKING:
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Event

REPORTED = frozenset({"error", "critical"})
KEPT = ("event_id", "timestamp", "level", "platform", "release", "sdk")
KEPT_OF_FRAMES = ("module", "function", "lineno", "in_app")
FLUSH_SECONDS = 2.0


def error_reports(dsn: str, transport: Transport | None = None) -> Processor:
    """Make what sends a report for each error in the log; ExtraIsMissing.

    `transport`: how it goes out, by default to `dsn`.
    """
    with extra("sentry", "PASSERELLE_SENTRY_DSN"):
        import sentry_sdk
        from sentry_sdk.integrations.atexit import AtexitIntegration

    sentry_sdk.init(
        dsn,
        release=f"passerelle@{version('passerelle')}",
        transport=transport,
        before_send=only_what_may_be_told,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[AtexitIntegration(_nothing_said)],
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        server_name="",
        auto_session_tracking=False,
        send_client_reports=False,
        shutdown_timeout=FLUSH_SECONDS,
    )

    def report(logger: WrappedLogger, method: str, entry: EventDict) -> EventDict:
        if method in REPORTED:
            _report(str(entry.get("event", "")))
        return entry

    return report


def _report(words: str) -> None:
    import sentry_sdk
    from sentry_sdk.utils import event_from_exception

    event: Event = {"level": "error"}
    raised = sys.exc_info()
    if raised[0] is not None:
        event, _ = event_from_exception(raised)
    event["message"] = words
    sentry_sdk.capture_event(event)


def _nothing_said(pending: int, timeout: float) -> None:
    """Say nothing of what is still on its way as the program ends."""


def only_what_may_be_told(event: Event, hint: Mapping[str, Any]) -> Event:
    """Make the report that goes out: nothing is in it that is not named here."""
    given: Mapping[str, Any] = event
    told: dict[str, Any] = {name: given[name] for name in KEPT if name in given}
    told["message"] = given.get("message", "")
    errors = [_kind(each) for each in _values(given.get("exception"))]
    if errors:
        told["exception"] = {"values": errors}
    return told  # type: ignore[return-value]


def _kind(error: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of an error what kind it is and where it was raised; never what it says."""
    trace = error.get("stacktrace") or {}
    frames = [
        {name: frame[name] for name in KEPT_OF_FRAMES if name in frame}
        for frame in trace.get("frames", ())
    ]
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "stacktrace": {"frames": frames},
    }


def _values(errors: Any) -> Iterator[Mapping[str, Any]]:
    yield from (errors or {}).get("values", ())
