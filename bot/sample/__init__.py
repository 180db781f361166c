"""The sample directory: invented centres in nine countries, for the demo and for tests."""

from datetime import datetime
from importlib.resources import files

from casework.directory_files.documents import Document
from casework.directory_files.native import read_native
from casework.directory_files.report import Read


def sample_directory(now: datetime) -> Read:
    """Read the sample; `now` is an aware instant, from which counts of free places are dated."""
    found = sorted(
        (each for each in files(__name__).iterdir() if each.name.endswith(".json")),
        key=lambda each: each.name,
    )
    return read_native([Document(each.name, each.read_bytes()) for each in found], now)
