"""Bad input: every fault is a refusal by file or by row, in every format; nothing else happens."""

import codecs
import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.directory_files import limits, text, xlsx_tables
from casework.directory_files.cells import cleaned, is_formula
from casework.directory_files.documents import Document
from casework.directory_files.formats import ENDINGS
from casework.directory_files.reading import read
from casework.directory_files.report import FileRefused, Read, RefusedReason, RemarkKind
from domain.directory import Directory
from tests.directory_files.making import (
    ELEMENT,
    FEATURE,
    NOW,
    ROW,
    SERVICE,
    TABLES,
    as_csv,
    as_json,
    as_overpass,
    as_xlsx,
    as_zip,
    reading,
)


def native(**change: object) -> Document:
    organisation = {"id": "o1", "name": "Harbour", "kind": "partner"} | change
    return as_json({"passerelle": 1, "organisations": [organisation]})


def geojson(name: str) -> Document:
    properties = FEATURE["properties"] | {"partnerName": name}
    return as_json([FEATURE | {"properties": properties}])


def package(name: str) -> Document:
    quoted = name.replace('"', '""')
    return as_zip(TABLES | {"organizations.csv": f'id,name,description\no1,"{quoted}",-\n'})


def hsds_json(name: str) -> Document:
    return as_json(SERVICE | {"organization": {"id": "o1", "name": name}})


NAMED: dict[str, Callable[[str], Document]] = {
    "csv": lambda name: as_csv([ROW | {"organisation": name}]),
    "xlsx": lambda name: as_xlsx([ROW | {"organisation": name}]),
    "zip": package,
    "hsds json": hsds_json,
    "geojson": geojson,
    "osm": lambda name: as_overpass(ELEMENT | {"tags": ELEMENT["tags"] | {"operator": name}}),
    "native": lambda name: native(name=name),
}


def organisations(found: Read) -> list[str]:
    return [each.name for each in found.directory.organisations]


@pytest.mark.parametrize("kind", NAMED)
def test_a_plain_name_is_read_in_every_format(kind: str) -> None:
    found = reading(NAMED[kind]("Mères & enfants – 5 < 6"))
    assert not found.refused
    assert organisations(found) == ["Mères & enfants – 5 < 6"]


@pytest.mark.parametrize("kind", NAMED)
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x" * 1000, RefusedReason.TOO_LONG),
        ("name " * 200, RefusedReason.TOO_LONG),
        ('=HYPERLINK("http://example.org","x")', RefusedReason.FORMULA),
        ("@SUM(1+1)", RefusedReason.FORMULA),
        ("+cmd|' /C calc'!A0", RefusedReason.FORMULA),
        ("-2+3+cmd|' /C calc'!A0", RefusedReason.FORMULA),
        ("\t=1+1", RefusedReason.FORMULA),
    ],
)
def test_a_name_without_end_and_a_formula_refuse_the_row(
    kind: str, name: str, reason: RefusedReason
) -> None:
    found = reading(NAMED[kind](name))
    assert found.refused[0].reason is reason
    assert not organisations(found)
    assert len(found.refused[0].value) <= 80


@pytest.mark.parametrize("kind", NAMED)
def test_markup_is_taken_out_or_refused(kind: str) -> None:
    found = reading(NAMED[kind]("<b>Harbour</b><script>alert(1)</script>"))
    if kind == "native":
        assert found.refused[0].reason is RefusedReason.MARKUP
        assert not organisations(found)
    else:
        assert organisations(found) == ["Harbour"]
        assert found.warnings_by_kind[RemarkKind.MARKUP] == 1


@pytest.mark.parametrize(
    ("written", "is_one"),
    [
        ("=1+1", True),
        (" =1+1", True),
        ("@A1", True),
        ("+A1+A2", True),
        ("-A1", True),
        ("+000 (12) 34-56", False),
        ("-13.68", False),
        ("- a card", False),
        ("+ a paper", False),
        ("'=1+1", False),
        ("a=b", False),
        ("", False),
    ],
)
def test_formulas_are_told_from_numbers_and_lists(written: str, is_one: bool) -> None:
    assert is_formula(written) is is_one


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("'+000 1", "+000 1"),
        ("'=1", "=1"),
        ("l'eau", "l'eau"),
        ("a &amp; b &#39;c&#39;", "a & b 'c'"),
        ("a\x00b\ufeffc\x7f", "abc"),
        ("<!-- no --><p>Yes<br/>and</p>", "Yes and"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("کوناکری\u200c", "کوناکری\u200c"),
    ],
)
def test_cells_are_cleaned(written: str, plain: str) -> None:
    assert cleaned(written) == plain


def test_a_cell_without_end_refuses_its_row() -> None:
    found = reading(as_csv([ROW | {"conditions": "x" * (limits.LONGEST_CELL + 1)}]))
    assert (found.refused[0].field, found.refused[0].reason) == (
        "conditions",
        RefusedReason.TOO_LONG,
    )


def test_hours_in_prose_are_kept_as_words_and_told() -> None:
    words = "We open when the sun is up"
    for document in (
        as_csv([ROW | {"hours": words}]),
        as_xlsx([ROW | {"hours": words}]),
        as_overpass(ELEMENT | {"tags": ELEMENT["tags"] | {"opening_hours": words}}),
        as_zip(TABLES | {"schedules.csv": f"id,service_id,description\n1,s1,{words}\n"}),
        as_json(SERVICE | {"schedules": [{"id": "1", "description": words}]}),
    ):
        found = reading(document)
        (service,) = found.directory.services
        assert (service.hours, service.hours_words) == (None, words)
        assert found.warnings_by_kind[RemarkKind.HOURS_AS_WORDS] == 1


PLAIN = as_csv([ROW | {"centre": "Maison de la mère", "other names": ""}]).content.decode()
ARABIC = as_csv([ROW | {"centre": "مركز"}]).content.decode()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (PLAIN.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "UTF-16"),
        (PLAIN.encode("utf-32"), "UTF-32"),
        (PLAIN.encode("utf-16-le"), "NUL bytes"),
        (PLAIN.encode("cp1252"), "in line 2 is not UTF-8. Save it as UTF-8"),
        (PLAIN.encode("latin-1"), "in line 2 is not UTF-8. Save it as UTF-8"),
        (ARABIC.encode("cp1256"), "in line 2 is not UTF-8. Save it as UTF-8"),
        (PLAIN.encode() + b"\0", "NUL bytes"),
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"%PDF-1.7 ...", "PDF or an old Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "PDF or an old Office file"),
        (as_json(SERVICE).content, "it is HSDS JSON; give it its right name"),
        (as_xlsx([ROW]).content, "it is an XLSX workbook; give it its right name"),
        (as_zip(TABLES).content, "a zip archive with an HSDS package; give it its right name"),
        (b"PK\x03\x04", "a broken zip archive"),
        (b"<html><body>Not found</body></html>", "no column centre"),
    ],
)
def test_a_table_that_is_something_else_is_refused_whole(content: bytes, says: str) -> None:
    with pytest.raises(FileRefused) as refused:
        reading(Document("table.csv", content))
    assert says in str(refused.value)
    assert refused.value.file == "table.csv"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", PLAIN.encode(), "it is a CSV table; give it its right name"),
        ("a.zip", as_xlsx([ROW]).content, "it is an XLSX workbook"),
        ("a.xlsx", as_zip(TABLES).content, "it is a zip archive"),
        ("a.json", PLAIN.encode(), "it is a CSV table"),
        ("a.geojson", as_json(SERVICE).content, "it is HSDS JSON"),
        ("a.geojson", native().content, "it is Passerelle's own JSON"),
        ("a.exe", b"MZ", "no format that is known here"),
        ("", b"x", "no format that is known here"),
        ("a.json", b"[" * 100_000, "lists in lists without end"),
        ("a.json", b'{"a":' * 100_000, "lists in lists without end"),
        ("a.json", b'{"elements":' + b"[" * 100_000, "lists in lists without end"),
        ("a.json", b'{"passerelle": 1, "centres": [' + b"[" * 100_000, "lists in lists"),
        ("a.json", b'{"passerelle": 1e999}', "not"),
        ("a.json", b'{"a": NaN}', "not JSON"),
        ("a.json", b'{"a": 1}{', "not JSON"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_whole(
    name: str, content: bytes, says: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        reading(Document(name, content))
    assert says in str(refused.value)


def test_a_byte_order_mark_and_blank_lines_do_no_harm() -> None:
    lines = PLAIN.splitlines()
    spaced = "\ufeff\r\n" + "\r\n , ,\r\n".join(lines) + "\r\n\r\n"
    found = reading(Document("table.csv", spaced.encode()))
    assert not found.refused
    assert len(found.directory.services) == 1
    for raw in (native(), as_json(SERVICE), geojson("Harbour"), as_overpass(ELEMENT)):
        marked = Document(raw.name, codecs.BOM_UTF8 + b"\n" + raw.content)
        assert not reading(marked).refused


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "LARGEST_FILE", 10)
    with pytest.raises(FileRefused, match="larger than"):
        reading(Document("table.csv", PLAIN.encode()))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from casework.directory_files import csv_tables, hsds_json, osm

    for module in (csv_tables, hsds_json, osm, xlsx_tables):
        monkeypatch.setattr(module, "MOST_ROWS", 1)
    rows = [ROW, ROW, ROW]
    for document in (
        as_csv(rows),
        as_xlsx(rows),
        as_json([SERVICE] * 3),
        as_overpass(ELEMENT, ELEMENT, ELEMENT),
    ):
        with pytest.raises(FileRefused, match="split it"):
            reading(document)


def test_a_workbook_with_entities_or_a_formula_is_refused() -> None:
    import zipfile
    from io import BytesIO

    whole = as_xlsx([ROW])
    content = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(whole.content)) as before,
        zipfile.ZipFile(content, "w") as after,
    ):
        for name in before.namelist():
            raw = before.read(name)
            if name == "xl/workbook.xml":
                raw = b'<!DOCTYPE a [<!ENTITY b "c">]>' + raw
            after.writestr(name, raw)
    with pytest.raises(FileRefused, match="declares entities"):
        reading(Document("a.xlsx", content.getvalue()))
    (refused,) = reading(as_xlsx([ROW | {"city": "=A1&A2"}])).refused
    assert (refused.row, refused.field, refused.reason) == (2, "city", RefusedReason.FORMULA)


def test_a_damaged_workbook_is_refused_wherever_it_is_damaged() -> None:
    whole = as_xlsx([ROW]).content
    for place in range(30, len(whole), 331):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        read_or_refuse("a.xlsx", damaged)
        read_or_refuse("a.xlsx", whole[:place])


def read_or_refuse(name: str, content: bytes) -> None:
    """Anything but a reading or a refusal fails the test."""
    try:
        reading(Document(name, content))
    except FileRefused as refused:
        assert refused.words.endswith(".")


STARTS = (b"", b"PK\x03\x04", b"[", b"{", b'{"elements":[', b"centre,service,hours\n", b"\xff\xfe")


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(ENDINGS)), st.sampled_from(STARTS), st.binary(max_size=300))
def test_random_bytes_are_refused_and_never_more(ending: str, start: bytes, content: bytes) -> None:
    read_or_refuse(f"a{ending}", start + content)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-(2**70), 2**70) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "name", "location", "services", "type", "tags", "contents"]),
        inner, max_size=3,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["service", "element", "feature", "native"]), st.data())
def test_json_of_any_shape_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    plain: dict[str, Any] = {
        "service": SERVICE, "element": ELEMENT, "feature": FEATURE,
        "native": {"id": "c", "name": "C", "country": "GN", "city": "C", "zone": "UTC"},
    }[kind]  # fmt: skip
    item = dict(plain)
    for name in data.draw(st.lists(st.sampled_from(sorted(plain)), max_size=2)):
        item[name] = data.draw(JSON)
    whole: Any = {"element": {"elements": [item]}, "native": {"passerelle": 1, "centres": [item]}}
    read_or_refuse("a.json", as_json(whole.get(kind, [item])).content)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(["latitude", "longitude", "hours", "who", "minimum age",
       "free", "places", "counted at", "verified on", "country", "time zone", "phone", "centre",
       "area latitude", "area longitude", "id"]), st.text(max_size=12)))  # fmt: skip
def test_cells_of_any_text_are_read_or_refused(change: dict[str, str]) -> None:
    read_or_refuse("a.csv", as_csv([ROW | change]).content)


def test_a_file_that_may_not_be_read_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(FileRefused, match="it cannot be read: File name too long"):
        read([Path("long" * 100)], Directory(), NOW)
    monkeypatch.setattr(Path, "stat", forbidden)
    with pytest.raises(FileRefused, match=r"^/elsewhere/guinea.json: .* where that user can"):
        read([Path("/elsewhere/guinea.json")], Directory(), NOW)
