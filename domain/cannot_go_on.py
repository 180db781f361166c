"""What ends a command with one clear message, whichever floor it comes from."""

from __future__ import annotations


class CannotGoOn(Exception):
    """A command cannot go on; the message says to whoever runs it why and what to do."""
