"""What operators are given fits the program: metrics of dashboard and alerts, unit, image."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.measures import Outcome
from bot.metrics import COUNTERS, METRICS

FOLDER = Path(__file__).parents[1] / "docs" / "operations"
GUIDE = FOLDER.parent / "operations.md"
HISTOGRAM = "passerelle_turn_seconds"
# Told by prometheus-client of the process, and by Prometheus of what it reads.
OF_THE_PROCESS = {
    "process_resident_memory_bytes",
    "process_cpu_seconds_total",
    "process_open_fds",
    "process_max_fds",
    "up",
}
NAME = re.compile(r"\b(passerelle_\w+|process_\w+|up\b(?=\{))(\{[^}]*\})?")
LABELS = re.compile(r"by \(([^)]*)\)")


def told() -> dict[str, set[str]]:
    """Give the names of all series with their labels."""
    found = {name: set[str]() for name in OF_THE_PROCESS}
    for name, (_, labels) in METRICS.items():
        if name == HISTOGRAM:
            found |= {f"{name}_{end}": {*labels} for end in ("sum", "count")}
            found[f"{name}_bucket"] = {*labels, "le"}
        else:
            found[f"{name}_total" if name in COUNTERS else name] = {*labels}
    return found


def dashboard() -> Any:
    return json.loads((FOLDER / "grafana.json").read_text("utf-8"))


def rules() -> Any:
    (group,) = yaml.safe_load((FOLDER / "alerts.yaml").read_text("utf-8"))["groups"]
    return group["rules"]


def expressions() -> Iterator[tuple[str, str]]:
    """Give every expression with the words beside it that name its labels."""
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            yield target["expr"], target["legendFormat"]
    for rule in rules():
        yield rule["expr"], rule["annotations"]["summary"]


@pytest.mark.parametrize(("expression", "words"), list(expressions()))
def test_every_metric_and_label_that_is_asked_for_is_told(expression: str, words: str) -> None:
    names = NAME.findall(expression)
    assert names
    known = told()
    labels = {"job", "instance"}
    for name, selected in names:
        assert name in known
        labels |= known[name]
        assert set(re.findall(r"(\w+)=", selected)) <= labels
    kept = {label.strip() for each in LABELS.findall(expression) for label in each.split(",")}
    assert kept <= labels
    named = set(re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", words))
    assert named <= (kept or labels)
    outcomes = set(re.findall(r'outcome="(\w+)"', expression))
    assert outcomes <= set(Outcome)


def test_the_dashboard_shows_every_metric() -> None:
    shown = json.dumps(dashboard())
    assert [name for name in METRICS if name not in shown] == []


def test_the_guide_explains_every_metric() -> None:
    guide = GUIDE.read_text("utf-8")
    row = "| `{}` | {} |"
    missing = [
        name
        for name, (_, labels) in METRICS.items()
        if row.format(f"{name}_total" if name in COUNTERS else name, ", ".join(labels)) not in guide
    ]
    assert missing == []


def test_panels_stand_beside_each_other_and_not_on_each_other() -> None:
    places = [panel["gridPos"] for panel in dashboard()["panels"]]
    fields = [
        (x, y)
        for at in places
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(fields) == len(set(fields))
    assert all(0 <= x < 24 for x, _ in fields)
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(places)


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    for rule in rules():
        assert set(rule) >= {"alert", "expr", "labels", "annotations"}
        assert set(rule["annotations"]) == {"summary", "action"}
        assert rule["labels"]["severity"] in ("page", "ticket")


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    """The words that name a program are put in the place of those of this machine."""
    unit = (FOLDER / "passerelle.service").read_text("utf-8")
    program = "/opt/passerelle/.venv/bin/passerelle"
    assert f"ExecStart={program} run\n" in unit
    for guard in ("User=passerelle", "NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"):
        assert f"{guard}\n" in unit
    checker = shutil.which("systemd-analyze")
    if checker is None:  # the words above are checked wherever the tests run
        return
    here = tmp_path / "passerelle.service"
    here.write_text(unit.replace(program, sys.executable))
    checked = subprocess.run([checker, "verify", here], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_image_holds_every_package_and_runs_as_nobody_in_particular() -> None:
    recipe = (FOLDER / "Containerfile").read_text("utf-8")
    project = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    for package in (each.rstrip("*") for each in packages):
        assert f"COPY {package} {package}\n" in recipe
    assert "--require-hashes --only-binary=:all: -r requirements.txt" in recipe
    last = recipe.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d+$", last, re.MULTILINE)
    assert "PASSERELLE_HOME=/var/lib/passerelle" in last
    assert "VOLUME /var/lib/passerelle" in last
