#!/usr/bin/env python3
"""Writes the table of YAML texts with what PyYAML reads in them, against which the reader is tested.

    tools/yaml-cases.py [--check]

Needs PyYAML. The table is config/src/test/resources/dev/slipway/config/pyyaml-cases.json: for each text
its value as JSON, or that it is refused. Refused are what PyYAML refuses, what JSON cannot hold, and two
keys of one name in one mapping. --check writes nothing and exits 1 where the table is another.

Where releases of PyYAML differ there is no case: 6.0.4 gives the keys of `<<: [*a, *b]` another order of
precedence than those before it and the YAML specification. The one known difference is left out, too: a
tab before a comment, which PyYAML refuses and the reader takes.
"""

import datetime
import json
import sys
from pathlib import Path

import yaml

TABLE = (
    Path(__file__).resolve().parent.parent
    / "config/src/test/resources/dev/slipway/config/pyyaml-cases.json"
)

# Each stands as the value of a key, in a list in brackets, and as a key.
SCALARS = """
yes Yes YES yEs y Y no No NO n N true True TRUE tRUE false False FALSE on On ON off Off OFF
~ null Null NULL nULL none None
0 1 -1 +1 12 -12 012 0o12 0O12 08 09 0_ 0__7 00 -012 +012 1_000 1__0 _1 1_ 0x1F 0X1F 0xfg 0x 0x_ -0x1f 0b101
0b102 0b 0b_ -0b1 1e3 1e+3 1.0e3 1.0e+3 1.e+3 1.5e-3 -1.5E+3 1. .5 -.5 +.5 . .. ._5 1._5 1_0.5_0 1.5.2 1.2.3
.inf -.inf +.inf .Inf .INF .iNF inf .nan .NaN .NAN .Nan nan -.nan 1.0e+999
1:30 01:30 -1:30 +1:30 1:60 1:5 1:05 190:20:30 1:30.5 1:30. 1:30:00.25 0:30 00:30 12:30:45 1:3a 100:00
2020-01-01 2020-1-1 2020-13-01 2020-02-30 2001-12-14t21:59:43.10-05:00 2001-12-15T02:59:43.1Z 0000-01-01
2020-01-01T00:00:00 2020-01-01T25:00:00 2020-01-01T00:00:60 2020-01-01T00:00:00+05 2020-01-01T00:00:00+24:00
2020-01-01T00:00:00-00:00 2020-01-01T00:00:00.1234567Z 2020-1-1T1:02:03 2020-01-01T1:2:3
= == << <<< <
99999999999999999999 -9223372036854775808 9223372036854775808 123456789.123456789 1.0e+16 1.0e+15 0.0001 0.00001
3.10 1.10 2.0 py311 500m 2Gi T4:2 H100:8 0.5 1.0.0 v1.2 a:b a::b http://x:80/y /a/b a#b -a a- ?a a? a,b
!!str !!int !!float !!bool !!null !local
"""

# Each is a whole text.
TEXTS = [
    "",
    "# only a comment\n",
    "---\n",
    "---\n...\n",
    "text",
    "- a\n- b\n",
    "a: 1\nb: [1, 2, {c: d}]\n",
    "a:\n- 1\n- 2\nb:\n  - 3\n",
    "a:\n",
    "a: ''\nb: \"\"\nc: '~'\nd: \"yes\"\ne: '012'\nf: \"1:30\"\n",
    "a: 'it''s'\nb: \"tab\\tline\\nuni\\u00e9\\x41\\U0001F600\"\n",
    'a: "\\/"\n',
    'a: "\\q"\n',
    'a: "one\n  two\n\n  three"\n',
    "a: one\n  two\n\n  three\n",
    "a: 'one\n  two'\n",
    "a: |\n  one\n   two\n\n  three\n\n\nb: 1\n",
    "a: |-\n  one\n  two\n",
    "a: |+\n  one\n\n\nb: 1\n",
    "a: >\n  one\n  two\n\n  three\n   more\n  four\n",
    "a: >-\n  one\n  two\n",
    "a: |2\n    two more\n",
    "a: |1x\n  b\n",
    "a: {b: 1, c: [x, y], d: , e}\n",
    "a: {b:1}\n",
    '{"a":1,"b":[true,null]}\n',
    '{"a" :1}\n',
    "[a, b, ]\n",
    "[a, , b]\n",
    "{a: 1, }\n",
    "[a: 1, b: 2]\n",
    "[a b, c d]\n",
    "{a: b: c}\n",
    "a: b: c\n",
    "a: 'b' c\n",
    "a: [b\n",
    "a: ]\n",
    "a: @b\n",
    "a: `b`\n",
    "a: %b\n",
    "a: b %c @d `e`\n",
    "a: - b\n",
    "a: -b\n",
    "- - a\n  - b\n- - c\n",
    "-\n  a: 1\n  b: 2\n-\n  c: 3\n",
    "? a\n: b\n? c\n",
    "? [a, b]\n: c\n",
    "? {a: b}\n: c\n",
    "a:\n\tb: 1\n",
    "a:\tb\n",
    "a: b # comment\nc: d#no comment\n",
    "a: b\n c: d\n",
    "  a: b\n  c: d\n",
    "a: b\n  \n\nc: d",
    "a: 1\r\nb: 2\r\n",
    "a: 1\rb: 2\r",
    "a: one\u2028two\n",
    "a: \x85b\n",
    "a: \ufeffb\n",
    "\ufeffa: b\n",
    "a: \x07\n",
    "a: \x7f\n",
    "a: é 日本 😀\n",
    "日本: 1\n",
    "--- a: 1\n",
    "---\na: 1\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\n...\n",
    "a: 1\n...\nb: 2\n",
    "---\na: 1\n---\n",
    "%YAML 1.1\n---\na: yes\n",
    "%YAML 1.2\n---\na: yes\n",
    "%YAML 2.0\n---\na: yes\n",
    "%TAG ! tag:yaml.org,2002:\n---\na: !str 12\n",
    "%TAG !y! tag:yaml.org,2002:\n---\na: !y!int '12'\n",
    "%FOO bar\n---\na: 1\n",
    "a: !!str 12\nb: !!int '12'\nc: !!float 3\nd: !!bool 'yes'\ne: !!null ''\n",
    "a: !!int '0777'\n",
    "a: !!int 'x'\n",
    "a: !!int ''\n",
    "a: !!float '1e3'\n",
    "a: !!float 'x'\n",
    "a: !!bool 'maybe'\n",
    "a: !!bool 'TrUe'\n",
    "a: !!null 'x'\n",
    "a: !!str [b]\n",
    "a: !!seq [b]\nc: !!map {d: e}\n",
    "a: !!seq {b: c}\n",
    "a: !!map [b]\n",
    "a: !!str {=: b, c: d}\n",
    "a: {=: b, c: d}\n",
    "a: !!timestamp '2020-01-01'\n",
    "a: !!timestamp 'x'\n",
    "a: !!binary aGVsbG8=\n",
    "a: !!set {b, c}\n",
    "a: !!omap [b: 1, c: 2]\n",
    "a: !!omap {b: 1}\n",
    "a: !!pairs [b: 1, b: 2]\n",
    "a: !!pairs [[b, 1]]\n",
    "a: !!python/object:os.system x\n",
    "a: !!python/tuple [1]\n",
    "a: !local b\n",
    "a: !<tag:yaml.org,2002:str> 12\n",
    "a: ! 12\nb: ! yes\n",
    "a: &x 1\nb: *x\n",
    "a: &x\nb: *x\n",
    "a: &x [1, *y]\n",
    "a: *x\nb: &x 1\n",
    "a: &x 1\nb: &x 2\nc: *x\n",
    "a: &x-y_1 1\nb: *x-y_1\n",
    "a: &x {b: [1, 2]}\nc: *x\nd: [*x, *x]\n",
    "a: &x [*x]\n",
    "a: &x {b: *x}\n",
    "&k a: 1\nb: *k\n",
    "b: &k key\n*k : 1\n",
    "b: &k [key]\n*k : 1\n",
    "v: &v {A: '1'}\nenvironment_variables: *v\n",
    "v: &v {A: '1'}\nenvironment_variables:\n  <<: *v\n  B: '2'\n",
    "v: &v {A: '1'}\nenvironment_variables:\n  B: '2'\n  <<: *v\n",
    "region: &where eu-west-1\nenvironment_variables: {REGION: *where}\n",
    "a: &a {x: 1, z: 1}\nb:\n  <<: *a\n  x: 2\n",
    "a: &a {x: 1}\nb: &b {y: 2}\nc:\n  <<: [*a, *b]\n  z: 3\n",
    "a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\n  x: 3\n",
    "a:\n  <<: {x: 1, y: {z: 2}}\n  x: 2\n",
    "a:\n  <<: []\n  x: 2\n",
    "a:\n  <<: 1\n",
    "a:\n  <<: [1]\n",
    "a:\n  <<: null\n",
    "a:\n  '<<': {x: 1}\n",
    "a:\n  ? <<\n  : {x: 1}\n",
    "a:\n  !!merge <<: {x: 1}\n",
    "- &a {x: 1}\n- {<<: *a, y: 2}\n",
    "<<: {x: 1}\ny: 2\n",
    "yes: 1\nno: 2\n",
    "1: a\n2: b\n",
    "null: a\n",
    "1.5: a\n1.0e+20: b\n0.00001: c\n",
    "2020-01-01: a\n",
    "on: push\n",
    "012: a\n",
    "'012': a\n12: b\n",
    "a: 1\na: 2\n",
    "a: 1\n'a': 1\n",
    "a: {b: 1, b: 1}\n",
    "1: a\ntrue: b\n",
    "1: a\n1.0: b\n",
    "1: a\n'1': b\n",
    "yes: a\nTrue: b\n",
    "a: 1\nA: 2\n",
    "resources: {use_gpu: no, cpu: 2, memory: 2Gi, accelerator: ~}\n",
    "environment_variables: {WORKERS: 4, DEBUG: on, RATIO: 0.5, MODE: 0755, WHEN: 1:30}\n",
    "requirements:\n- torch==2.1\n- git+https://x/y.git@main#egg=z\n",
    "base_image:\n  image: python:3.11\n",
    "docker_server:\n  start_command: sh -c \"python3 app.py --port 8080\"\n  server_port: 8080\n",
    "docker_server: {start_command: \"sleep 60\", server_port: 8081, predict_endpoint: /}\n",
    "model_metadata:\n  example_model_input: {\"messages\": [{\"role\": \"user\", \"content\": \"hi: there\"}]}\n",
    "a: " + "[" * 40 + "]" * 40 + "\n",
    "".join(f"{'  ' * i}k{i}:\n" for i in range(30)) + "  " * 30 + "end: 1\n",
    "key with spaces: 1\n\"quoted key\": 2\n",
    "a: 'unclosed\n",
    'a: "unclosed\n',
    "a: |\n not\nenough\n",
    ": a\n",
    "a : b\n",
    "a:b\n",
    "- a: 1\n  b: 2\n -c: 3\n",
    "a: &\n",
    "a: *\n",
    "a: !<unclosed\n",
    "k" * 1100 + ": 1\n",
    "? " + "k" * 1100 + "\n: 1\n",
]


class Strict(yaml.SafeLoader):
    """Refuses two keys of one name."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key_node, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            if key_node.tag == "tag:yaml.org,2002:merge":
                continue
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.YAMLError(f"{key} is there twice")
            seen.add(key)
        return super().construct_mapping(node, deep)


def iso(value):
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    raise TypeError(f"JSON cannot hold {value!r}")


def once(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("two fields of one name")
    return dict(pairs)


def read(text):
    """The value as JSON; None where it is refused."""
    try:
        value = yaml.load(text, Loader=Strict)
        written = json.dumps(value, default=iso, allow_nan=False)
        return json.dumps(json.loads(written, object_pairs_hook=once), sort_keys=True)
    except Exception:  # whatever it is: the file is not read
        return None


def texts():
    for word in SCALARS.split():
        yield f"a: {word}\n"
        yield f"a: [{word}]\n"
        yield f"{word}: a\n"
    yield "a: 2001-12-14 21:59:43.10 -5\n"
    yield "a: 2001-12-14  21:59:43 Z\n"
    yield "a: 2001-12-14 21:59:43\n"
    yield from TEXTS


def main():
    table = [{"yaml": text, "json": read(text)} for text in dict.fromkeys(texts())]
    written = json.dumps(table, indent=0, ensure_ascii=True) + "\n"
    if "--check" not in sys.argv[1:]:
        TABLE.write_text(written)
        print(f"{len(table)} texts, read by PyYAML {yaml.__version__}")
    elif TABLE.read_text() != written:
        sys.exit(f"{TABLE.name} is not what PyYAML {yaml.__version__} reads; run {sys.argv[0]}")


if __name__ == "__main__":
    main()
