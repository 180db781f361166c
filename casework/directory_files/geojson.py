"""GeoJSON of a services advisor: one feature for each service at a place.

Also what our own export writes: a feature a service, the template's columns as properties.

A list of features or a FeatureCollection. Read of `properties`: partnerName, locationName,
activityName, activityCategory, indicators, and the numbered answers ("8. Office Open at"), which
are found by their words, whatever their number. Features with the same organisation, place and
activity are the same service; ids are made from these, so that importing again changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from casework.directory_files.cells import cleaned, taken
from casework.directory_files.checks import remarks_on
from casework.directory_files.csv_tables import Line
from casework.directory_files.documents import Document
from casework.directory_files.ended import remark_on_ended
from casework.directory_files.hours_text import Hours, office_hours
from casework.directory_files.hours_vocabulary import (
    ASKED_CLOSES,
    ASKED_DAYS,
    ASKED_OFTEN,
    ASKED_OPENS,
    EACH_DAY,
    EACH_WEEK,
)
from casework.directory_files.json_text import decoded
from casework.directory_files.names import normalised, stable_id, tidy
from casework.directory_files.organisations import Organisations
from casework.directory_files.places import (
    NoPoint,
    Position,
    Where,
    Written,
    country_and_zone,
    is_a_place,
    positions,
)
from casework.directory_files.protected import protect
from casework.directory_files.report import (
    FileRefused,
    Findings,
    Progress,
    Read,
    RefusedReason,
    RemarkKind,
    Row,
    quiet,
)
from casework.directory_files.services import Draft, admission_of, service_of
from casework.directory_files.template import NAMES, read_lines
from casework.directory_files.template_columns import column_of
from casework.directory_files.text import utf8_of
from domain.centres import Centre
from domain.directory import Directory
from domain.organisations import CentreId
from domain.services import Admission, Service

EVERY = 500
NEEDED = ("partnerName", "locationName", "activityName")
TEXTS = (*NEEDED, "activityCategory", "endDate")
NO_LIMIT = frozenset({"no restriction", "no requirement"})
NUMBERED = re.compile(r"^\d+\.\s*")


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature: the row is its position in the list, from 1; answers are by their words."""

    row: Row
    id: str
    properties: Mapping[str, Any]
    longitude: str
    latitude: str
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Give a property as text, single blanks inside."""
        value = self.properties.get(name)
        return tidy(value) if isinstance(value, str) else ""

    def answer(self, words: str) -> tuple[str, ...]:
        """Give what was ticked under a question such as "office open at"."""
        return self.answers.get(words, ())


def read_geojson(
    document: Document, now: datetime, known: Directory | None = None, progress: Progress = quiet
) -> Read:
    """Read a GeoJSON file; organisations of `known` with the same name keep their ids.

    `now`: an aware instant. Raises FileRefused for what is not GeoJSON.
    """
    findings = Findings()
    raws = _features(document)
    if is_table(raws):
        return read_lines(_rows(raws, findings), now, known or Directory(), progress, findings)
    features = list(_whole(raws, findings))
    organisations = Organisations(known or Directory(), findings)
    points = positions([_written(each) for each in features], findings)
    places = country_and_zone(points, [""] * len(features))
    centres: dict[str, Centre] = {}
    services: dict[str, Service] = {}
    for done, (feature, point, place) in enumerate(zip(features, points, places, strict=True), 1):
        centre = _centre(feature, point, place, centres, findings)
        if centre is not None:
            _add(feature, centre, organisations, services, findings)
        if done % EVERY == 0 or done == len(features):
            progress(done, len(features))
    remark_on_ended((each.text("endDate") for each in features), now, findings)
    shown, offered, hidden = protect(centres.values(), services.values(), findings)
    directory = Directory(organisations.all(), (), shown, offered)
    findings.remarks += remarks_on(directory, known or Directory(), now)
    return Read(
        directory, hidden, tuple(findings.refused), tuple(findings.remarks), dict(findings.seen)
    )


def is_geojson(raw: object) -> bool:
    """Say whether decoded JSON looks like a list of features or a FeatureCollection."""
    if isinstance(raw, dict):
        return raw.get("type") == "FeatureCollection"
    return isinstance(raw, list) and (not raw or _is_feature(raw[0]))


def is_table(raws: Sequence[tuple[Row, Any]]) -> bool:
    """Say whether features have the template's columns as properties, as our export writes them."""
    if not raws or not _is_feature(raws[0][1]):
        return False
    properties = raws[0][1].get("properties")
    return isinstance(properties, dict) and isinstance(properties.get("centre"), str)


def _rows(raws: Sequence[tuple[Row, Any]], findings: Findings) -> Iterator[Line]:
    for row, raw in raws:
        findings.seen["feature"] += 1
        properties = raw.get("properties") if _is_feature(raw) else None
        if not isinstance(properties, dict):
            words = "Not a Feature with properties."
            findings.refuse(row, "properties", raw, RefusedReason.WRONG_SHAPE, words)
            continue
        texts = {name: text for name, text in properties.items() if isinstance(text, str)}
        cells = taken({column_of(name): text for name, text in texts.items()}, row, findings, NAMES)
        if cells is not None:
            yield Line(row, {column: text for column, text in cells.items() if column})


def _features(document: Document) -> list[tuple[Row, Any]]:
    raw = decoded(document.name, utf8_of(document.name, document.content), object)
    listed = raw.get("features") if isinstance(raw, dict) else raw
    if not is_geojson(raw) or not isinstance(listed, list):
        words = "neither a FeatureCollection nor a list of features."
        raise FileRefused(document.name, words)
    return [(Row(document.name, number), each) for number, each in enumerate(listed, 1)]


def _is_feature(raw: object) -> bool:
    return isinstance(raw, dict) and raw.get("type") == "Feature"


def _whole(raws: Sequence[tuple[Row, Any]], findings: Findings) -> Iterator[Feature]:
    """Give the features that have what is needed, and say which ids occur more than once."""
    ids: Counter[str] = Counter()
    for row, raw in raws:
        findings.seen["feature"] += 1
        if not _is_feature(raw) or not isinstance(raw.get("properties"), dict):
            words = "Not a Feature with properties."
            findings.refuse(row, "properties", raw, RefusedReason.WRONG_SHAPE, words)
            continue
        feature = _cleaned(_feature(row, raw), findings)
        if feature is None:
            continue
        missing = next((name for name in NEEDED if not feature.text(name)), None)
        if missing:
            words = f"The property {missing} is empty."
            findings.refuse(row, missing, "", RefusedReason.MISSING, words)
            continue
        ids[feature.id] += 1
        if feature.id and ids[feature.id] > 1:
            words = f"The id {feature.id} occurs before; ids are made from the content instead."
            findings.remark(RemarkKind.SAME_ID, words, row)
        yield feature


def _feature(row: Row, raw: Mapping[str, Any]) -> Feature:
    geometry = raw.get("geometry")
    numbers = geometry.get("coordinates") if isinstance(geometry, dict) else None
    pair = numbers[:2] if isinstance(numbers, list) and len(numbers) >= 2 else ("", "")
    properties = raw["properties"]
    answers = {
        normalised(NUMBERED.sub("", name)): tuple(
            tidy(cleaned(key)) for key, is_so in value.items() if is_so
        )
        for name, value in properties.items()
        if isinstance(value, dict)
    }
    longitude, latitude = ("" if each is None else str(each) for each in pair)
    key = raw.get("id")
    name = "" if key is None else str(key)
    return Feature(row, name, properties, longitude, latitude, answers)


def _cleaned(feature: Feature, findings: Findings) -> Feature | None:
    """Give a feature without markup; None when it was refused."""
    texts = {name: feature.text(name) for name in TEXTS}
    texts["indicators"] = "; ".join(_indicators(feature))
    kept = taken(texts, feature.row, findings, NEEDED)
    if kept is None:
        return None
    kept.pop("indicators", None)
    return replace(feature, properties={**feature.properties, **kept})


def _written(feature: Feature) -> Written:
    return Written(feature.row, feature.latitude, feature.longitude)


def _centre(
    feature: Feature,
    point: Position,
    place: Where | None,
    centres: dict[str, Centre],
    findings: Findings,
) -> Centre | None:
    """Find or make the centre of a feature: a name in a country, within a tenth of a degree."""
    if point is NoPoint.REFUSED:
        return None
    if place is None:
        words = "No position: nobody can tell where this is."
        findings.refuse(feature.row, "geometry", "", RefusedReason.MISSING, words)
        return None
    name = feature.text("locationName")
    near = f"{place.point.latitude:.1f} {place.point.longitude:.1f}" if place.point else ""
    key = stable_id("location", normalised(name), place.country, near)
    if key not in centres:
        walkable = is_a_place(name) and place.point is not None
        if not walkable:
            words = f"{name}: nobody can walk there, so no distance is shown."
            findings.remark(RemarkKind.NO_WALK_THERE, words, feature.row)
        point_shown = place.point if walkable else None
        centres[key] = Centre(CentreId(key), name, place.country, name, place.zone, point_shown)
    return centres[key]


def _add(
    feature: Feature,
    centre: Centre,
    organisations: Organisations,
    services: dict[str, Service],
    findings: Findings,
) -> None:
    partner, activity = feature.text("partnerName"), feature.text("activityName")
    provider = organisations.add(
        stable_id("organisation", normalised(partner)), partner, feature.row
    )
    category = feature.text("activityCategory")
    content = (partner, category, activity, *_indicators(feature))
    key = stable_id("service", centre.id, feature.id, *map(normalised, content))
    if key in services:
        words = f"{activity} of {partner} at {centre.name} was read before."
        findings.refuse(feature.row, "id", feature.id, RefusedReason.DUPLICATE, words)
        return
    listed = ", ".join(_indicators(feature))
    draft = Draft(
        row=feature.row,
        id=key,
        centre=centre.id,
        provider=provider,
        category=category,
        name=f"{activity} ({listed})" if listed else activity,
        admission=_admission(feature),
        criteria="; ".join((*feature.answer("intake criteria"), *_limits(feature, "nationality"))),
        hours=_hours(feature),
        bring=_limits(feature, "registration type requirement"),
    )
    services[key] = service_of(draft, findings)


def _indicators(feature: Feature) -> list[str]:
    """List what the service includes; the numbers behind are targets and say nothing of it."""
    found = feature.properties.get("indicators")
    return [tidy(cleaned(key)) for key in found] if isinstance(found, dict) else []


def _limits(feature: Feature, question: str) -> tuple[str, ...]:
    return tuple(each for each in feature.answer(question) if normalised(each) not in NO_LIMIT)


def _admission(feature: Feature) -> Admission:
    method = "; ".join(feature.answer("referral method"))
    if not method and feature.answer("accessibility") == ("Walk-in",):
        return Admission.WALK_IN
    return admission_of(method)


def _hours(feature: Feature) -> Hours:
    """Read the office's hours; a service that is not there every day or week keeps its words."""
    opens, closes = _answers(feature, ASKED_OPENS), _answers(feature, ASKED_CLOSES)
    days, often = _answers(feature, ASKED_DAYS), _answers(feature, ASKED_OFTEN)
    found = office_hours(opens, closes, days)
    rhythm = {normalised(each) for each in often}
    if found.osm is None or rhythm <= EACH_DAY or (rhythm <= EACH_WEEK and _is_one_day(found.osm)):
        return found
    return Hours(None, "; ".join((*often, *opens, *closes, *days)), "not at all these hours")


def _answers(feature: Feature, questions: tuple[str, ...]) -> tuple[str, ...]:
    """Give what was ticked under a question, in whichever language it was asked."""
    return tuple(each for words in questions for each in feature.answer(normalised(words)))


def _is_one_day(osm: str) -> bool:
    days = osm.split(" ")[0]
    return "-" not in days and "," not in days
