"""Traces: a span for each message, with its time and the words of the metrics alone."""

from __future__ import annotations

import sys

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from bot.extras import ExtraIsMissing
from bot.measures import Measures, Outcome
from bot.traces import trace


def seconds_of(span: ReadableSpan) -> float:
    assert span.end_time is not None
    assert span.start_time is not None
    return (span.end_time - span.start_time) / 1_000_000_000


def test_an_answer_is_a_span_of_its_time() -> None:
    measures, kept = Measures(), InMemorySpanExporter()
    end = trace(measures, "http://collector.invalid", kept)
    measures.answered("web", "shelter", "where", 1.5)
    measures.came("web", Outcome.PARKED)
    end()
    answered, parked = kept.get_finished_spans()
    words = {"channel": "web", "outcome": "answered", "dialogue": "shelter", "step": "where"}
    assert answered.attributes == words
    assert seconds_of(answered) == 1.5
    assert answered.status.status_code is StatusCode.UNSET
    assert parked.status.status_code is StatusCode.ERROR
    assert answered.resource.attributes["service.name"] == "passerelle"


def test_without_the_library_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ExtraIsMissing, match=r"PASSERELLE_OTEL_ENDPOINT: .*'passerelle\[otel\]'"):
        trace(Measures(), "http://collector.invalid")
