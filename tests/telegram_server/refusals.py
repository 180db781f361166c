"""How Telegram says no."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """The call is not executed. `code` is the HTTP status too."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


class Violation(Refused):
    """The call is wrong whatever the chat looks like: the specification or a limit is broken."""

    def __init__(self, why: str) -> None:
        super().__init__(400, f"Bad Request: {why}")


def bad_request(why: str) -> Refused:
    """Make the refusal of a call that may have been right a moment ago."""
    return Refused(400, f"Bad Request: {why}")


def conflict(why: str) -> Refused:
    """Make the refusal of one of two ways, or two processes, to get updates."""
    return Refused(409, f"Conflict: {why}")


def forbidden(why: str) -> Refused:
    """Make the refusal that stays until the person or group changes their mind."""
    return Refused(403, f"Forbidden: {why}")


def too_many_requests(retry_after: int) -> Refused:
    """Make the refusal that passes by itself. `retry_after` in seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
