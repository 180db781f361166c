"""Reports of errors: what kind, where, under which words of the log; nothing that was said."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
import structlog
from structlog.testing import capture_logs

from bot.error_reports import error_reports
from bot.extras import ExtraIsMissing
from bot.logs import tell_what_broke
from tests.bot.reports import DSN, Reports, reports_kept

SECRET = "Zeinabou Tiguidanke"


@pytest.fixture
def reports() -> Iterator[Reports]:
    with reports_kept() as kept, capture_logs([kept.processor]):
        yield kept


def fails(words: str) -> None:
    local = f"{words} again"
    try:
        raise KeyError(words)
    except KeyError as problem:
        raise LookupError(local) from problem


def log_a_failure() -> None:
    try:
        fails(SECRET)
    except LookupError as problem:
        structlog.get_logger().error("turn failed", problem=str(problem), person=SECRET)


def test_an_error_in_the_log_is_reported_with_its_kind_and_place(reports: Reports) -> None:
    log_a_failure()
    (event,) = reports.events
    assert event["message"] == "turn failed"
    assert event["release"].startswith("passerelle@")
    first, second = event["exception"]["values"]
    assert (first["type"], second["type"]) == ("KeyError", "LookupError")
    frames = second["stacktrace"]["frames"]
    assert [frame["function"] for frame in frames] == ["log_a_failure", "fails"]
    assert {*frames[0]} <= {"module", "function", "lineno", "in_app"}
    assert frames[1]["lineno"] > 0


def test_nothing_else_goes_out(reports: Reports) -> None:
    log_a_failure()
    (event,) = reports.events
    assert SECRET.split()[0] not in reports.text
    assert __file__ not in reports.text
    allowed = {"event_id", "timestamp", "level", "platform", "release", "sdk", "message"}
    assert set(event) <= {*allowed, "exception"}
    assert all(
        set(each) == {"type", "module", "stacktrace"} for each in event["exception"]["values"]
    )


def test_an_error_without_an_exception_is_its_words(reports: Reports) -> None:
    structlog.get_logger().error("update parked", update=SECRET)
    (event,) = reports.events
    assert (event["message"], "exception" in event) == ("update parked", False)
    assert SECRET not in reports.text


def test_what_is_no_error_is_not_reported(reports: Reports) -> None:
    structlog.get_logger().warning("Telegram is not reached")
    assert reports.events == []


def test_what_nobody_caught_is_reported_alike(reports: Reports) -> None:
    with pytest.raises(LookupError) as caught:
        fails(SECRET)
    tell_what_broke(caught.type, caught.value, caught.tb)
    (event,) = reports.events
    assert event["exception"]["values"][-1]["type"] == "LookupError"
    assert SECRET not in reports.text


def test_without_the_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ExtraIsMissing, match=r"PASSERELLE_SENTRY_DSN: .*'passerelle\[sentry\]'"):
        error_reports(DSN)
