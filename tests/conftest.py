"""What every test has: the repository's folder, and no settings of the machine it runs on."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own settings change no test; whether to require a browser stays."""
    for name in list(os.environ):
        if name.startswith("PASSERELLE_") and name != "PASSERELLE_REQUIRE_BROWSER":
            monkeypatch.delenv(name)
