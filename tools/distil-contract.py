#!/usr/bin/env python3
"""Distils a published API description to bare facts for the tests.

Usage: tools/distil-contract.py OPENAPI.json > api/src/test/resources/published-fields.json
(the management API; published-inference.json beside it is made of the inference API in the same way)

What is kept: operations with their success code, query parameters, and the names of their request and response schemas; of each schema the
names of its fields, their JSON types, which of them are required, which may be null, values of enums, and whether other fields are refused.
No text of the description is kept.
"""

import json
import sys

METHODS = ("get", "post", "put", "patch", "delete")


def node(schema):
    if "$ref" in schema:
        return {"ref": schema["$ref"].rsplit("/", 1)[-1]}
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return {"any": [node(option) for option in schema[key]]}
    if "allOf" in schema and len(schema["allOf"]) == 1:
        return node(schema["allOf"][0])
    kept = {}
    if "type" in schema:
        kept["type"] = schema["type"]
    if "const" in schema:
        kept["enum"] = [schema["const"]]
    if "enum" in schema:
        kept["enum"] = schema["enum"]
    if schema.get("format") == "date-time":
        kept["format"] = "date-time"
    if "items" in schema:
        kept["items"] = node(schema["items"])
    if "properties" in schema:
        kept["fields"] = {name: node(field) for name, field in sorted(schema["properties"].items())}
        kept["required"] = sorted(schema.get("required", []))
    if schema.get("additionalProperties") is False:
        kept["strict"] = True
    return kept


def whole(published, value):
    """What a reference in place of a value leads to; schemas keep theirs."""
    while "$ref" in value:
        name = value["$ref"]
        value = published
        for step in name.removeprefix("#/").split("/"):
            value = value[step]
    return value


def json_schema(content):
    schema = content.get("content", {}).get("application/json", {}).get("schema")
    return node(schema) if schema else None


def operation(published, described):
    (code,) = [status for status in described["responses"] if status.startswith("2")]
    parameters = [whole(published, p) for p in described.get("parameters", [])]
    return {
        "success": int(code),
        "query": sorted(p["name"] for p in parameters if p["in"] == "query"),
        "request": json_schema(whole(published, described.get("requestBody", {}))),
        "response": json_schema(whole(published, described["responses"][code])),
    }


def references(value):
    if isinstance(value, dict):
        if "ref" in value:
            yield value["ref"]
        for child in value.values():
            yield from references(child)
    elif isinstance(value, list):
        for child in value:
            yield from references(child)


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        published = json.load(source)
    operations = {
        f"{method.upper()} {path}": operation(published, methods[method])
        for path, methods in sorted(published["paths"].items())
        for method in METHODS
        if method in methods
    }
    schemas = {}
    wanted = set(references(operations))
    while wanted:
        name = wanted.pop()
        if name not in schemas:
            schemas[name] = node(published["components"]["schemas"][name])
            wanted |= set(references(schemas[name]))
    facts = {"operations": operations, "schemas": dict(sorted(schemas.items()))}
    json.dump(facts, sys.stdout, indent=1, sort_keys=True)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
