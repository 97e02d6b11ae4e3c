"""That docs/clients.md says what works: its blocks are run in order, as they are written."""

import os
import re
import subprocess
import sys

from checks import has
from server import ROOT

GUIDE = ROOT / "docs" / "clients.md"
BLOCK_SECONDS = 120
COMMANDS = {"sh": ["bash", "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
# What each block prints, among other things.
SAYS = [
    "ACTIVE",
    "Promotion to production was successfully canceled.",
    "{'hello': 'world'}",
    "Environment production has no in progress promotion.",
]


def the_examples_of_the_guide_run_as_they_are_written(w):
    blocks = re.findall(r"^```(sh|python)\n(.*?)^```$", GUIDE.read_text(), re.M | re.S)
    assert len(blocks) == len(SAYS), f"{len(blocks)} blocks (expected: {len(SAYS)})"
    environment = os.environ | {
        "SLIPWAY_URL": w.server.management,
        "SLIPWAY_INFERENCE_URL": w.server.inference,
        "SLIPWAY_API_KEY": w.server.key,
    }
    for (language, text), says in zip(blocks, SAYS, strict=True):
        done = subprocess.run(
            [*COMMANDS[language], text], cwd=ROOT, env=environment, timeout=BLOCK_SECONDS,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{text}\nended with {done.returncode}:\n{done.stderr}"
        has(done.stdout + done.stderr, says)
