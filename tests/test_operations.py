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
from sqlalchemy import make_url

from bot.measures import Outcome
from bot.metrics import COUNTERS, METRICS
from storage.database import StorageUnavailable
from storage.migrate import migrate
from tests.storage import engines

FOLDER = Path(__file__).parents[1] / "docs" / "operations"
GUIDE = FOLDER.parent / "operations.md"
PROGRAM = "/opt/passerelle/.venv/bin/passerelle"
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
AGGREGATES = re.compile(r"\b(?:sum|max|min|count)\b")
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
    labels = {"job", "instance", "bot"}
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


def test_no_alert_mixes_the_figures_of_two_bots() -> None:
    for rule in rules():
        kept = [
            {label.strip() for label in each.split(",")} for each in LABELS.findall(rule["expr"])
        ]
        assert len(kept) == len(AGGREGATES.findall(rule["expr"])), rule["alert"]
        assert all("bot" in labels for labels in kept), rule["alert"]
        assert rule["annotations"]["summary"].startswith("{{ $labels.bot }}: ")


def test_the_dashboard_shows_the_bots_that_are_chosen() -> None:
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            selected = [selector for _, selector in NAME.findall(target["expr"])]
            assert all('bot=~"$bot"' in each for each in selected), target["expr"]
    assert "bot" in [each["name"] for each in dashboard()["templating"]["list"]]


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


def test_each_alert_fires_when_it_should_and_at_no_other_time() -> None:
    """Prometheus's own checker plays docs/operations/alerts_test.yaml."""
    well, new, wrong, _ = yaml.safe_load((FOLDER / "alerts_test.yaml").read_text("utf-8"))["tests"]
    names = [rule["alert"] for rule in rules()]
    for played in (well, new, wrong):
        assert [each["alertname"] for each in played["alert_rule_test"]] == names
    checker = shutil.which("promtool")
    if checker is None:  # the names above are checked wherever the tests run
        return
    for asked in (("check", "rules", "alerts.yaml"), ("test", "rules", "alerts_test.yaml")):
        checked = subprocess.run(
            [checker, *asked], cwd=FOLDER, capture_output=True, text=True, check=False
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_unit_is_one_that_systemd_takes(tmp_path: Path) -> None:
    """The words that name a program are put in the place of those of this machine."""
    unit = (FOLDER / "passerelle@.service").read_text("utf-8")
    assert f"ExecStart={PROGRAM} run\n" in unit
    for guard in ("NoNewPrivileges=yes", "ProtectSystem=strict", "UMask=0077"):
        assert f"{guard}\n" in unit
    checker = shutil.which("systemd-analyze")
    if checker is None:  # the words above are checked wherever the tests run
        return
    for name in ("passerelle@.service", "passerelle@guinea.service"):
        here = tmp_path / name
        here.write_text(unit.replace(PROGRAM, sys.executable))
        checked = subprocess.run(
            [checker, "verify", here], capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, "")


def test_an_instance_has_user_home_settings_and_secrets_of_its_own() -> None:
    unit = (FOLDER / "passerelle@.service").read_text("utf-8")
    for own in (
        "User=passerelle-%i",
        "Group=passerelle-%i",
        "StateDirectory=passerelle/%i",
        "Environment=PASSERELLE_HOME=/var/lib/passerelle/%i",
        "EnvironmentFile=/etc/passerelle/%i/settings",
    ):
        assert f"{own}\n" in unit
    assert not re.search(r"(?:/etc|/var/lib)/passerelle(?!/%i)", unit)


def test_a_command_for_a_bot_has_its_settings_and_its_user(tmp_path: Path) -> None:
    """The folders are put in the place of those of this machine; a program shows what it got."""
    for bot in ("guinea", "niger"):
        (tmp_path / "etc" / bot).mkdir(parents=True)
        (tmp_path / "lib" / bot).mkdir(parents=True)
        url = f"postgresql://passerelle_{bot}:a$b&c@localhost/passerelle_{bot}"
        settings = f"PASSERELLE_DATABASE_URL='{url}'\nPASSERELLE_LANGUAGES=fr,en\n"
        (tmp_path / "etc" / bot / "settings").write_text(settings)
    shown = tmp_path / "runuser"
    shown.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\nenv | grep ^PASSERELLE_ | sort\n')
    shown.chmod(0o755)
    script = (FOLDER / "for-bot").read_text("utf-8")
    for folder in ("/etc", "/var/lib"):
        assert f"{folder}/passerelle/$name" in script
        here = tmp_path / folder.rpartition("/")[2]
        script = script.replace(f"{folder}/passerelle", str(here))
    done = subprocess.run(
        ["sh", "-c", script, "for-bot", "niger", "backup", "a file"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        *("-u", "passerelle-niger", "--", PROGRAM, "backup", "a file"),
        "PASSERELLE_DATABASE_URL=postgresql://passerelle_niger:a$b&c@localhost/passerelle_niger",
        f"PASSERELLE_HOME={tmp_path / 'lib' / 'niger'}",
        "PASSERELLE_LANGUAGES=fr,en",
        f"PASSERELLE_SECRETS_DIR={tmp_path / 'etc' / 'niger'}",
    ]


def test_the_proxy_lets_out_what_people_and_telegram_need_and_nothing_else() -> None:
    proxy = (FOLDER / "nginx.conf").read_text("utf-8")
    (pattern,) = re.findall(r"location ~ (\S+) \{", proxy)
    for path in ("/telegram/webhook", "/chat", "/chat/live", "/desk/case/A", "/hsds/services"):
        assert re.search(pattern, path), path
    for path in ("/metrics", "/readyz", "/healthz", "/chatter", "/telegram/webhook/x", "/"):
        assert not re.search(pattern, path), path
    assert "X-Forwarded-For $remote_addr;" in proxy  # or /metrics would be read through it


async def test_each_bot_of_the_recipe_reaches_its_own_database_alone() -> None:
    """The statements of the guide on a real server; each role then migrates its own database."""
    (recipe,) = re.findall(r"```sql\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    for bot in ("guinea", "niger"):
        for statement in recipe.replace("guinea", bot).split(";"):
            if statement.strip():
                await engines.administer(statement)
    for bot, other in (("guinea", "niger"), ("niger", "guinea")):
        await migrate(as_role(bot, bot))
        with pytest.raises(StorageUnavailable, match="permission denied for database"):
            await migrate(as_role(bot, other))
    for bot in ("guinea", "niger"):
        await engines.administer(f"DROP DATABASE passerelle_{bot}")
        await engines.administer(f"DROP ROLE passerelle_{bot}")


def as_role(bot: str, whose: str) -> str:
    """Give a database's address for a bot's role; the test's server asks no password."""
    url = make_url(engines.url_of(f"passerelle_{whose}")).set(username=f"passerelle_{bot}")
    return url.render_as_string(hide_password=False)


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
    assert re.search(r"^HEALTHCHECK .*--retries=[1-9]", last, re.MULTILINE)
