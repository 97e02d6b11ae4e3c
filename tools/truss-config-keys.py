#!/usr/bin/env python3
"""Writes the keys of a config.yaml, as the published truss package knows them.

    tools/truss-config-keys.py [--check]

Needs truss, of the version that compat/truss/requirements.txt pins. The list is
config/src/main/resources/dev/slipway/config/config-keys.txt, one path a line: `[]` are the items of a
list, `.*` is anything below. --check writes nothing and exits 1 where the list is another.
"""

import sys
import typing
from pathlib import Path

import pydantic
from truss.base.truss_config import TrussConfig

LIST = (
    Path(__file__).resolve().parent.parent / "config/src/main/resources/dev/slipway/config/config-keys.txt"
)

# Whatever they hold is for others to read. An accelerator is one text, in some versions a mapping.
FREE = {"trt_llm", "training_checkpoints", "bis_llm", "cache_internal", "resources.accelerator"}

# Read by Truss under an older name.
OLDER = ["hf_cache", "hf_cache.*"]


def models(annotation):
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in models(part)]


def maps(annotation):
    name = str(annotation)
    return "dict[" in name or "Mapping[" in name


def keys(model, above):
    for name, field in model.model_fields.items():
        path = above + name
        if name == "root":
            for item in models(field.annotation):
                yield from keys(item, above[:-1] + "[].")
            continue
        yield path
        if path in FREE or maps(field.annotation):
            yield path + ".*"
            continue
        below = "[]." if str(field.annotation).startswith("list[") else "."
        for part in models(field.annotation):
            yield from keys(part, path + below)
    for name in model.model_computed_fields:
        yield above + name


def main():
    written = "".join(f"{path}\n" for path in sorted({*keys(TrussConfig, ""), *OLDER}))
    if "--check" not in sys.argv[1:]:
        LIST.write_text(written)
    elif LIST.read_text() != written:
        sys.exit(f"{LIST.name} is not what truss knows; run {sys.argv[0]}")


if __name__ == "__main__":
    main()
