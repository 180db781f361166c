"""The public API: pages, tags, what a browser of another site may read, problems in words."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from bot.sample import sample_directory
from bot.web.hsds_openapi import document
from bot.web.hsds_parameters import USUAL_A_PAGE
from bot.web.site import build_site
from casework.directory_files.reading import read
from domain.directory import Directory
from domain.organisations import CentreId
from domain.services import ServiceId
from tests.bot.web.fake import FakeParts
from tests.directory_export.canaries import DIRECTORY, NOT_OFFERED, leaks_in

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
DATA = Path(__file__).parents[2] / "data"
JORDAN = read([DATA / "hsds_jordan"], Directory(), NOW).directory
BOTH = JORDAN + sample_directory(NOW).directory
LISTS = ("services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms")
ENVELOPE = {
    *("total_items", "total_pages", "page_number", "size"),
    *("first_page", "last_page", "empty", "contents"),
}

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts(published=BOTH)


@pytest.fixture
async def client(parts: FakeParts) -> AsyncIterator[Client]:
    site = build_site(parts, b"secret", secure_cookies=False)
    async with TestClient(TestServer(site)) as opened:
        yield opened


async def got(client: Client, path: str, status: int = 200, **options: Any) -> Any:
    response = await client.get(f"/hsds{path}", **options)
    assert response.status == status, await response.text()
    return await response.json(content_type=None)


# ---------------------------------------------------------------- pages


async def test_pages_together_are_everything_once(client: Client) -> None:
    seen: list[str] = []
    number, page = 0, dict[str, Any](last_page=False)
    while not page["last_page"]:
        number += 1
        page = await got(client, f"/services?per_page=100&page={number}")
        assert set(page) == ENVELOPE
        assert (page["page_number"], page["size"]) == (number, len(page["contents"]))
        assert page["first_page"] == (number == 1)
        assert not page["empty"]
        seen += [each["id"] for each in page["contents"]]
    assert len(seen) == len(set(seen)) == page["total_items"] == 335
    assert number == page["total_pages"] == 4
    assert seen == sorted(seen)


async def test_a_page_behind_the_last_is_empty(client: Client) -> None:
    page = await got(client, "/services?page=1000")
    assert (page["empty"], page["last_page"], page["contents"]) == (True, True, [])


async def test_an_empty_directory_has_an_empty_first_page(client: Client, parts: FakeParts) -> None:
    parts.published = Directory()
    page = await got(client, "/services")
    assert (page["total_items"], page["total_pages"], page["first_page"]) == (0, 0, True)


async def test_a_page_has_a_usual_size(client: Client) -> None:
    assert (await got(client, "/services"))["size"] == USUAL_A_PAGE


@pytest.mark.parametrize("name", LISTS)
async def test_every_entry_of_a_list_is_found_by_its_id(client: Client, name: str) -> None:
    for each in (await got(client, f"/{name}?per_page=5"))["contents"]:
        assert (await got(client, f"/{name}/{each['id']}"))["id"] == each["id"]


# ---------------------------------------------------------------- filters


async def test_words_find_services_by_name_place_and_provider(client: Client) -> None:
    page = await got(client, "/services?search=CONAKRY%20nurse")
    assert [each["name"] for each in page["contents"]] == ["Nurse on duty"]
    assert (await got(client, "/services?search=%D9%83%D9%88%D9%86%D8%A7%D9%83%D8%B1%D9%8A"))[
        "total_items"
    ] == 7
    assert (await got(client, "/services?search=nothing%20of%20it"))["total_items"] == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("tétouan", "TETOUAN"), ("كوناكري", "كوناكرى"), ("family-tracing", "tracing")],
)
async def test_a_search_takes_spellings_for_the_same_as_the_bot_does(
    client: Client, one: str, other: str
) -> None:
    first, second = [
        await got(client, f"/services?search={quote(each)}&per_page=50") for each in (one, other)
    ]
    assert first["total_items"] > 0
    assert first["contents"] == second["contents"]


async def test_a_search_for_signs_alone_finds_nothing(client: Client) -> None:
    assert (await got(client, "/services?search=%2B%2B"))["total_items"] == 0


async def test_services_of_a_kind_and_of_an_organisation(client: Client) -> None:
    terms = (await got(client, "/taxonomy_terms?per_page=500"))["contents"]
    health = next(each["id"] for each in terms if each["code"] == "kind.health")
    some = (await got(client, f"/services?taxonomy_term_id={health}&per_page=500"))["contents"]
    assert some
    assert {each["description"] for each in some} == {"Health"}
    one = some[0]["organization"]["id"]
    path = f"/services?organization_id={one}&per_page=500"
    found = (await got(client, path))["contents"]
    assert {each["organization"]["id"] for each in found} == {one}
    both = await got(client, f"{path}&taxonomy_term_id={health}")
    wanted = {e["id"] for e in some} & {e["id"] for e in found}
    assert {each["id"] for each in both["contents"]} == wanted


async def test_taxonomies_filter(client: Client) -> None:
    for each in (await got(client, "/taxonomies"))["contents"]:
        terms = await got(client, f"/taxonomy_terms?taxonomy_id={each['id']}&per_page=500")
        assert {term["taxonomy"] for term in terms["contents"]} == {each["name"]}
        some = await got(client, f"/services?taxonomy_id={each['id']}")
        assert some["total_items"] == 335
    assert (await got(client, "/services?taxonomy_id=none"))["total_items"] == 0


async def test_minimal_has_ids_alone_and_full_has_all(client: Client) -> None:
    few = (await got(client, "/services?minimal=true&per_page=3"))["contents"]
    assert all(set(each) == {"id"} for each in few)
    full = (await got(client, "/services?full=true&per_page=3"))["contents"]
    assert [each["id"] for each in full] == [each["id"] for each in few]
    assert all(each["service_at_locations"][0]["location"]["name"] for each in full)


async def test_an_organisation_lists_its_services(client: Client) -> None:
    found = (await got(client, "/services?search=conakry&per_page=1"))["contents"][0]
    owner = await got(client, f"/organizations/{found['organization']['id']}")
    assert {"id": found["id"]} in owner["services"]


# ---------------------------------------------------------------- shape


def registry() -> Registry[Any]:
    folder = DATA / "hsds_schema"
    loaded = {each.name: json.loads(each.read_text("utf-8")) for each in folder.glob("*.json")}
    return Registry().with_resources(
        (name, Resource.from_contents(schema, default_specification=DRAFT202012))
        for name, schema in loaded.items()
    )


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("services", "service"),
        ("service_at_locations", "service_at_location"),
        ("organizations", "organization"),
        ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
    ],
)
async def test_every_answer_is_as_the_standard_has_it(
    client: Client, name: str, schema: str
) -> None:
    checker = jsonschema.Draft202012Validator(
        {"$ref": f"{schema}.json"},
        registry=registry(),
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    full = "&full=true" if name == "services" else ""
    for each in (await got(client, f"/{name}?per_page=500{full}"))["contents"]:
        checker.validate(each)
        checker.validate(await got(client, f"/{name}/{each['id']}")) if not full else None


async def test_a_full_service_has_what_the_standards_example_has(client: Client) -> None:
    found = (await got(client, "/services?search=conakry%20nurse&full=true"))["contents"][0]
    place = found["service_at_locations"][0]["location"]
    assert found["organization"]["name"] == "IOM"
    assert found["required_documents"][0]["document"] == "Medical papers, if you have any"
    assert found["schedules"][0]["byday"] == "MO,TU,WE,TH,FR,SA"
    assert place["addresses"][0]["country"] == "GN"
    assert {each["code"] for each in place["languages"]} == {"fr", "sus", "ff", "man"}
    said = {each["taxonomy_term"]["code"]: each.get("value") for each in place["attributes"]}
    assert (said["model"], said["managed_since"]) == ("jointly_run", "2018-01-01")


async def test_the_document_describes_every_address_and_no_other(client: Client) -> None:
    site = build_site(FakeParts(), b"secret", secure_cookies=False)
    served = {
        resource.canonical.removeprefix("/hsds")
        for resource in site.router.resources()
        if resource.canonical.startswith("/hsds/")
    }
    assert served == set(document()["paths"])
    assert await got(client, "/openapi.json") == document()


async def test_the_first_address_says_what_this_is(client: Client) -> None:
    about = await got(client, "/")
    assert set(about) == {"version", "profile", "openapi_url"}
    assert about["version"] == "3.0"
    assert about["openapi_url"] == f"{client.make_url('/').origin()}/hsds/openapi.json"
    response = await client.get("/hsds", allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (308, "/hsds/")


# ---------------------------------------------------------------- tags and headers


async def test_who_has_it_already_gets_no_body(client: Client) -> None:
    first = await client.get("/hsds/services")
    tag = first.headers["ETag"]
    for sent in (tag, f'"other", W/{tag}', "*"):
        again = await client.get("/hsds/services", headers={"If-None-Match": sent})
        assert (again.status, await again.read()) == (304, b"")
        assert again.headers["ETag"] == tag
    other = await client.get("/hsds/services", headers={"If-None-Match": '"other"'})
    assert other.status == 200


async def test_a_change_changes_the_tag(
    client: Client, parts: FakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.hsds_api.LOOK_EVERY_S", 0)
    first = await client.get("/hsds/services?search=nurse")
    await got(client, "/services?search=nurse")
    one = next(each for each in BOTH.services if each.name == "Nurse on duty")
    others = tuple(each for each in BOTH.services if each is not one)
    parts.published = replace(BOTH, services=(*others, replace(one, name="Nurse at night")))
    second = await client.get("/hsds/services?search=nurse")
    assert second.headers["ETag"] != first.headers["ETag"]
    assert "Nurse at night" in await second.text()


async def test_a_packed_answer_is_the_same_with_a_tag_of_its_own(client: Client) -> None:
    plain = await client.get("/hsds/services", headers={"Accept-Encoding": "identity"})
    packed = await client.get(
        "/hsds/services", headers={"Accept-Encoding": "gzip"}, auto_decompress=False
    )
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(await packed.read()) == await plain.read()
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == "Accept-Encoding"


async def test_no_answer_is_packed_for_who_forbids_it(client: Client) -> None:
    headers = {"Accept-Encoding": "gzip;q=0, identity"}
    assert "Content-Encoding" not in (await client.get("/hsds/services", headers=headers)).headers


def is_open(response: ClientResponse) -> bool:
    return (
        response.headers["Access-Control-Allow-Origin"] == "*"
        and response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        and "Set-Cookie" not in response.headers
        and "default-src 'none'" in response.headers["Content-Security-Policy"]
        and response.headers["X-Content-Type-Options"] == "nosniff"
    )


@pytest.mark.parametrize("path", ["/", "/services", "/openapi.json", "/services?page=x", "/no"])
async def test_another_sites_page_may_read_it_all(client: Client, path: str) -> None:
    headers = {"Origin": "https://example.org", "Sec-Fetch-Site": "cross-site"}
    assert is_open(await client.get(f"/hsds{path}", headers=headers))


async def test_good_answers_may_be_kept_and_problems_not(client: Client) -> None:
    good = await client.get("/hsds/services")
    assert good.headers["Cache-Control"] == "public, max-age=60"
    bad = await client.get("/hsds/services?page=x")
    assert bad.headers["Cache-Control"] == "no-store"


async def test_a_browser_that_asks_first_is_told_yes(client: Client) -> None:
    response = await client.options("/hsds/services", headers={"Origin": "https://example.org"})
    assert response.status == 204
    assert is_open(response)
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


async def test_head_tells_size_and_tag(client: Client) -> None:
    head = await client.head("/hsds/services", headers={"Accept-Encoding": "identity"})
    whole = await client.get("/hsds/services", headers={"Accept-Encoding": "identity"})
    assert (head.status, await head.read()) == (200, b"")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    assert head.headers["ETag"] == whole.headers["ETag"]


# ---------------------------------------------------------------- problems


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/services?page=0", "page is a whole number from 1"),
        ("/services?page=x", "page is a whole number"),
        ("/services?page=%D9%A1", "page is a whole number"),
        ("/services?page=", "page is a whole number"),
        ("/services?per_page=501", "from 1 to 500"),
        ("/services?full=yes", "true or false"),
        ("/services?search=", "1 to 200 characters"),
        (f"/services?search={'a' * 201}", "1 to 200 characters"),
        ("/services?page=1&page=2", "more than once"),
        ("/services?modified_after=2026-01-01", "If-None-Match"),
        ("/services?format=ndjson", "Only JSON"),
        ("/services?colour=red", "Known: page, per_page, search"),
        ("/services/x?page=1", "Known: none"),
        ("/?page=1", "Known: none"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(
    client: Client, path: str, said: str
) -> None:
    problem = await got(client, path, 400)
    assert problem["status"] == 400
    assert said in problem["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/services/none",
        "/services/%2F..%2F",
        "/services/%00",
        "/services/é ü",
        "/nowhere",
        "/a/b/c",
    ],
)
async def test_what_is_not_there_is_said_in_json(client: Client, path: str) -> None:
    response = await client.get(f"/hsds{path}")
    assert response.status == 404
    assert response.content_type == "application/problem+json"
    assert (await response.json(content_type=None))["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
async def test_nothing_can_be_changed(client: Client, method: str) -> None:
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}):
        response = await client.request(method, "/hsds/services", headers=headers)
        assert response.status == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
        assert response.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/json", 200),
        ("text/html, */*;q=0.1", 200),
        ("application/*", 200),
    ],
)
async def test_only_json_is_given(client: Client, accept: str, status: int) -> None:
    response = await client.get("/hsds/services", headers={"Accept": accept})
    assert response.status == status


async def test_who_asks_too_much_is_asked_to_wait(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.hsds_api.network_of", lambda request: "one network")
    monkeypatch.setattr("bot.web.limits.Budget.take", lambda self, who: 12.4)
    response = await client.get("/hsds/services")
    assert response.status == 429
    assert response.headers["Retry-After"] == "13"
    assert is_open(response)


async def test_an_outage_is_told_without_a_page(client: Client, parts: FakeParts) -> None:
    parts.broken = True
    response = await client.get("/hsds/services")
    assert response.status == 500
    assert response.content_type == "application/json"


# ---------------------------------------------------------------- nothing gets out


async def test_no_canary_is_in_any_answer(client: Client, parts: FakeParts) -> None:
    parts.published = replace(DIRECTORY, services=(*DIRECTORY.services, NOT_OFFERED))
    said = [await (await client.get("/hsds/openapi.json")).text()]
    for name in LISTS:
        for more in ("", "&full=true", "&minimal=true") if name == "services" else ("",):
            said.append(await (await client.get(f"/hsds/{name}?per_page=500{more}")).text())
        for each in json.loads(said[-1])["contents"]:
            said.append(await (await client.get(f"/hsds/{name}/{each['id']}")).text())
    text = "\n".join(said)
    assert leaks_in(text) == []
    assert "Ministry" not in text
    assert all(each in text for each in ("Beds", "Open street 1", "Quiet flats", "Food baskets"))


async def test_no_canary_is_found_by_asking_for_it(client: Client, parts: FakeParts) -> None:
    parts.published = DIRECTORY
    assert (await got(client, "/services?search=canary"))["total_items"] == 0
    assert (await got(client, "/organizations?search=canary"))["total_items"] == 0
    for key in ("CANARY-1", "safe", "c-refuge"):
        await got(client, f"/services/{key}", 404)
        await got(client, f"/organizations/{key}", 404)


async def test_a_service_of_which_nobody_knows_the_provider_is_there(
    client: Client, parts: FakeParts
) -> None:
    parts.published = DIRECTORY
    food = (await got(client, "/services?search=food"))["contents"][0]
    assert food["organization"]["name"] == "Not named"
    owner = await got(client, f"/organizations/{food['organization']['id']}")
    assert owner["services"] == [{"id": food["id"]}]


async def test_ids_with_odd_signs_go_out_as_uuids(client: Client, parts: FakeParts) -> None:
    odd = ServiceId("a/b?c#d é")
    one = replace(DIRECTORY.services[0], id=odd, centre=CentreId("public"))
    parts.published = replace(DIRECTORY, services=(one,))
    found = (await got(client, "/services?full=true"))["contents"][0]
    said = {each["taxonomy_term"]["code"]: each.get("value") for each in found["attributes"]}
    assert said["own_id"] == odd
    assert (await got(client, f"/services/{found['id']}"))["id"] == found["id"]
