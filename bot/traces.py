"""Traces: each answer as a span of OpenTelemetry, with the same few words as the metrics.

Spans are made from what is counted, after the fact: nothing of a message can be in them, and the
path of a message does no more than without them. The extra `otel` brings the library.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.extras import extra
from bot.measures import Measures, Outcome

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

NANOSECONDS = 1_000_000_000
PATH = "/v1/traces"


def trace(
    measures: Measures, endpoint: str, exporter: SpanExporter | None = None
) -> Callable[[], None]:
    """Send a span for each message that is counted; give what ends it, sending the last ones.

    `endpoint`: base address of a collector that takes OTLP over HTTP. `exporter`: how spans go
    out, by default there. ExtraIsMissing without the libraries.
    """
    with extra("otel", "PASSERELLE_OTEL_ENDPOINT"):
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace import Status, StatusCode

    about = {"service.name": "passerelle", "service.version": version("passerelle")}
    provider = TracerProvider(resource=Resource(about), shutdown_on_exit=False)
    sender = exporter or OTLPSpanExporter(endpoint=f"{endpoint}{PATH}")
    provider.add_span_processor(BatchSpanProcessor(sender))
    tracer = provider.get_tracer("passerelle")

    def span(channel: str, outcome: Outcome, dialogue: str, step: str, seconds: float) -> None:
        end = time.time_ns()
        words = {"channel": channel, "outcome": outcome.value, "dialogue": dialogue, "step": step}
        begun = tracer.start_span(
            "message", attributes=words, start_time=end - int(seconds * NANOSECONDS)
        )
        if outcome in (Outcome.FAILED, Outcome.PARKED, Outcome.OUTAGE):
            begun.set_status(Status(StatusCode.ERROR))
        begun.end(end)

    measures.watcher = span
    return provider.shutdown
