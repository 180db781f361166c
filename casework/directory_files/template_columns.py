"""The columns of the table template: one row is one service at one centre.

Used by the reader of CSV and XLSX, by the command that writes an empty template, by the export,
and by docs/directory-template.md, which a test compares with this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casework.directory_files.names import normalised


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what to write in it, an example, and other names it may have."""

    name: str
    words: str
    example: str = ""
    others: tuple[str, ...] = ()


CENTRE_HOURS = "Mo-Fr 08:00-16:00"
LIST = "several with commas between"

COLUMNS: tuple[Column, ...] = (
    Column(
        "centre", "Name of the place. Needed.", "Sample centre",
        ("center", "centre name", "location", "location name", "lieu", "nom du centre"),
    ),
    Column(
        "service", "Name of the service. Needed, unless the kind of help is there.",
        "Beds for the night", ("service name", "name", "nom du service", "nom"),
    ),
    Column(
        "kind of help",
        "shelter, food, nfi (clothes and things), wash (water, washing), health, mhpss (care of "
        "the mind), cash, legal, registration, consular, child_protection, family_tracing, women, "
        "safe_house, disability, education, livelihoods, avrr (return), information, transport, "
        "interpretation; or words, which are then understood as well as they can be.",
        "shelter", ("kind", "type", "category", "service type", "type d'aide", "catégorie"),
    ),
    Column(
        "id",
        "Your own number for this service, which never changes. Without one, it is made of centre, "
        "organisation and name, so that a new name makes a new service.",
        "S-001", ("service id", "identifiant"),
    ),
    Column("centre id", "The same for the place.", "C-001", ("location id",)),
    Column(
        "organisation", "Who provides the service.", "Sample organisation",
        ("organization", "provider", "operator", "partner", "organisme"),
    ),
    Column("organisation id", "Its own number, if it has one.", "", ("organization id",)),
    Column(
        "organisation kind",
        "iom, international, partner or government; by its name when empty, in doubt partner.",
        "partner", ("organization kind", "type d'organisation"),
    ),
    Column("country", "Two letters (ISO 3166-1), such as GN.", "GN", ("country code", "pays")),
    Column("city", "Town.", "Conakry", ("town", "ville")),
    Column("latitude", "Degrees with a point, such as 9.54.", "9.54", ("lat",)),
    Column("longitude", "Degrees with a point, such as -13.68.", "-13.68", ("lon", "lng", "long")),
    Column("address", "Street and number.", "Sample street 1", ("adresse", "street")),
    Column(
        "address rule",
        "public (when empty), after_acceptance (told to accepted people only) or never.",
        "public", ("règle d'adresse",),
    ),
    Column("area latitude", "A rough position, for an address that is not public.", "", ()),
    Column("area longitude", "The same.", "", ()),
    Column("meeting point", "Where to meet when the address is never told.", ""),
    Column("other names", f"Of the place; {LIST}.", "", ("aliases", "alias", "autres noms")),
    Column("time zone", "IANA name; by position or country when empty.", "", ("zone", "timezone")),
    Column(
        "hours",
        "When the place is open, as OpenStreetMap writes it: Mo-Fr 08:00-16:00. Words are "
        "understood where they can mean only one thing. Rows of one centre may differ: then it "
        "holds for that service.",
        CENTRE_HOURS, ("opening hours", "horaires"),
    ),
    Column(
        "ramadan hours", "The same, in Ramadan, if they differ.", "",
        ("horaires du ramadan",),
    ),
    Column(
        "languages", f"Codes such as fr or ar; {LIST}.", "fr, ff", ("language", "langues"),
    ),
    Column(
        "interpreters", f"Languages through an interpreter: codes, {LIST}.", "ar",
        ("interpretation", "interprètes"),
    ),
    Column(
        "phone", "With the country's number: +000 …", "+000 000 001",
        ("telephone", "tel", "téléphone"),
    ),
    Column("email", "Of the place.", "", ("e-mail", "mail", "courriel")),
    Column("website", "Of the place.", "", ("url", "web", "site web", "site")),
    Column("wheelchair", "yes, limited or no.", "yes", ("fauteuil roulant",)),
    Column("service hours", "Of this service alone, if they are not the place's."),
    Column("service hours in words", "What no hours can say: by appointment, after the prayer."),
    Column("service ramadan hours", "Of this service alone."),
    Column("service languages", "Of this service alone."),
    Column("service interpreters", "Of this service alone."),
    Column("service phone", "Of this service alone."),
    Column("service wheelchair", "Of this service alone."),
    Column(
        "who", "women, men, families, children_alone; all when empty. With no- before it: takes "
        f"them not (no-families, no-children_alone); {LIST}.",
        "women, families", ("for whom", "groups", "pour qui", "public"),
    ),
    Column("minimum age", "Years, included.", "18", ("age from", "âge minimum")),
    Column("maximum age", "Years, included.", "", ("age to", "âge maximum")),
    Column(
        "conditions", "Who it is for, in words.", "People who have just arrived",
        ("eligibility", "criteria", "conditions d'accès"),
    ),
    Column("strict", "yes: nobody else may ask.", ""),
    Column(
        "papers needed", "yes: without papers one is turned away; no; empty when not known.", "no",
        ("needs papers", "papiers nécessaires"),
    ),
    Column("bring", "What to bring; several with semicolons between.", "", ("à apporter",)),
    Column(
        "admission", "walk_in, referral, appointment or no_referrals; by referral when empty.",
        "walk_in", ("access", "accès"),
    ),
    Column("places", "How many there are.", "40", ("capacity", "beds", "capacité")),
    Column("free", "How many of them are free.", "3", ("free places", "places libres")),
    Column(
        "counted at", "When they were counted: 2026-11-24T08:00:00+00:00, or the day.",
        "2026-11-24", ("counted on", "compté le"),
    ),
    Column(
        "count holds", "Hours for which a count is told before it reads as unknown; 12 for a "
        "night shelter. As long as usual for its kind of help when empty.", "12",
        ("count expires after", "validité du comptage"),
    ),
    Column(
        "status", "active (when empty), inactive, defunct or temporarily closed.", "active",
        ("statut",),
    ),
    Column("centre status", "open (when empty), winding_down or closed.", "open"),
    Column(
        "verified on", "Day on which somebody last said that the place's facts are right.",
        "2026-11-20", ("verified", "last verified", "vérifié le"),
    ),
    Column("verified by", "Id of the organisation whose people said so."),
    Column("service verified on", "The same for this service alone."),
    Column("service verified by", "The same for this service alone."),
    Column("authority", "Id of the authority that is competent for the place."),
    Column("authority name", "Its name: an authority that is not known yet is added under it."),
    Column("sample", "yes: invented, never shown to people in need.", ""),
)  # fmt: skip

NAMES = frozenset(each.name for each in COLUMNS)


def _plain(name: str) -> str:
    return normalised(name.replace("_", " ").replace("-", " ").replace("*", " "))


KNOWN: Mapping[str, str] = {
    _plain(name): each.name for each in COLUMNS for name in (each.name, *each.others)
}


def column_of(header: str) -> str:
    """Give the column that a header's cell names, by its own or another name; empty if none."""
    return KNOWN.get(_plain(header), "")
