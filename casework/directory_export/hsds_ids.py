"""Ids outward: HSDS wants UUIDs, so an id that is none gets one, always the same.

The own id goes along as the attribute `own_id`, and the import takes it back.
"""

from __future__ import annotations

import re

from casework.directory_files.names import stable_id

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def outward_id(kind: str, own: str) -> str:
    """Give the UUID under which an entry goes out; `kind`: "service", "location", …."""
    return own if UUID.fullmatch(own) else stable_id("outward", kind, own)
