"""The OpenAPI document of the API: made from the table that it is served by."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.web.hsds_answers import Problem
from bot.web.hsds_operations import OPERATIONS, Operation
from bot.web.hsds_parameters import Parameter

HSDS = "3.0"
VERSION = "1.0.0"
REF = "#/components/schemas/{name}"
TAG = {
    "ETag": {
        "description": "Names these very bytes.",
        "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
    }
}
WORDS = (
    "Centres and services for migrants, to read, in the shape of HSDS 3.0 (Open Referral). What is "
    "confidential is not here; where an address is not public there is a rough position at most, "
    "as the attribute area_point. Facts that HSDS has no field for are attributes of the taxonomy "
    "passerelle; look for a kind of help by the id of a term of the other taxonomy. Send "
    "If-None-Match to learn cheaply whether something has changed."
)


class Root(msgspec.Struct, forbid_unknown_fields=True):
    """About this API."""

    version: str
    profile: str
    openapi_url: str


def document() -> dict[str, Any]:
    """Give the document; its server is relative, so that it holds wherever it is read."""
    kinds = [kind for each in OPERATIONS for kind in each.gives]
    _, schemas = msgspec.json.schema_components([*kinds, Problem, Root], ref_template=REF)
    paths = {each.path: {"get": _operation(each)} for each in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Passerelle: centres and services for migrants",
            "version": VERSION,
            "description": WORDS,
        },
        "servers": [{"url": "/hsds"}],
        "paths": {"/": {"get": _root()}, "/openapi.json": {"get": _itself()}, **paths},
        "components": {"schemas": schemas},
    }


def _root() -> dict[str, Any]:
    good = _good({"$ref": REF.format(name="Root")})
    return {
        "operationId": "getAbout",
        "summary": "The version of HSDS, and where this document is.",
        "parameters": [_if_none_match()],
        "responses": {"200": good, **_others()},
    }


def _itself() -> dict[str, Any]:
    return {
        "operationId": "getOpenApi",
        "summary": "This document.",
        "parameters": [_if_none_match()],
        "responses": {"200": _good({"type": "object"}), **_others()},
    }


def _operation(each: Operation) -> dict[str, Any]:
    by_id = [_id()] if each.by_id else []
    found = [REF.format(name=_name(kind)) for kind in each.gives]
    schemas = [{"$ref": ref} for ref in found]
    good = _good(schemas[0] if len(schemas) == 1 else {"anyOf": schemas})
    shows = next((o.name for o in OPERATIONS if o.path == f"{each.path}/{{id}}"), None)
    if shows is not None:
        to = {"operationId": shows, "parameters": {"id": "$response.body#/contents/0/id"}}
        good["links"] = {"first": to}
    missing = {"404": _problem("There is no entry with this id.")} if each.by_id else {}
    return {
        "operationId": each.name,
        "summary": each.summary,
        "parameters": [*by_id, *map(_parameter, each.parameters), _if_none_match()],
        "responses": {"200": good, **_others(), **missing},
    }


def _name(kind: Any) -> str:
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=REF)
    return str(schema["$ref"]).rpartition("/")[2]


def _id() -> dict[str, Any]:
    return {
        "name": "id",
        "in": "path",
        "required": True,
        "description": "Id of the entry.",
        "schema": {"type": "string", "minLength": 1},
    }


def _parameter(each: Parameter) -> dict[str, Any]:
    return {
        "name": each.name,
        "in": "query",
        "required": False,
        "description": each.words,
        "schema": dict(each.schema),
    }


def _if_none_match() -> dict[str, Any]:
    return {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "ETag of an earlier answer.",
        "schema": {"type": "string"},
    }


def _good(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": "Found.",
        "headers": TAG,
        "content": {"application/json": {"schema": schema}},
    }


def _others() -> dict[str, Any]:
    return {
        "304": {"description": "Nothing has changed.", "headers": TAG},
        "400": _problem("A parameter is not known, or its value makes no sense."),
        "406": _problem("The Accept header allows no JSON."),
        "429": _problem("Too many questions from one network; Retry-After says when again."),
    }


def _problem(words: str) -> dict[str, Any]:
    schema = {"$ref": REF.format(name="Problem")}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}
