"""What stands for Sentry: reports are made as they are, and kept instead of sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport
from structlog.typing import Processor

from bot.error_reports import error_reports

DSN = "https://key@sentry.invalid/1"


class Kept(Transport):
    """Keeps what would be sent, byte for byte."""

    def __init__(self) -> None:
        super().__init__()
        self.envelopes: list[Envelope] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.envelopes.append(envelope)


@dataclass
class Reports:
    """What was reported, and the part of the log that reports."""

    processor: Processor
    transport: Kept = field(default_factory=Kept)

    @property
    def text(self) -> str:
        """All bytes that would have gone out."""
        return b"\n".join(each.serialize() for each in self.transport.envelopes).decode()

    @property
    def events(self) -> list[Any]:
        return [each.get_event() for each in self.transport.envelopes]


@contextmanager
def reports_kept() -> Iterator[Reports]:
    """Report errors to nobody, meanwhile."""
    transport = Kept()
    try:
        yield Reports(error_reports(DSN, transport), transport)
    finally:
        sentry_sdk.get_global_scope().set_client(None)
