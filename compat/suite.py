"""Runs the published Python client against the built server, and says what it did.

    suite.py [PART]     PART: only tests whose name has it; what was called is then not counted up

Every line names the client, its version, the style and the operations that the test called.
"""

import importlib.metadata
import signal
import sys
import time
import traceback

import behind_nginx
import coverage_of_client
import guide
import sdk_inference
import sdk_models
import sdk_promotions
import sdk_workspace
import tls_clients
import truss_models
from front import FrontedServer
from server import SecureServer, Server
from world import STYLES, World

PARTS = (sdk_models, sdk_promotions, sdk_inference, sdk_workspace)
VERSION = importlib.metadata.version("baseten")


def tests(part):
    """A test is a function of one world; its name is a sentence."""
    for name, value in list(vars(part).items()):
        if not name.startswith("_") and callable(value) and getattr(value, "__module__", "") == part.__name__:
            if value.__code__.co_varnames[: value.__code__.co_argcount] == ("w",):
                yield name.replace("_", " "), value


def run(world, sentence, test):
    """Whether it passed."""
    began = time.monotonic()
    world.calls.clear()
    failure = None
    try:
        test(world)
    except Exception:
        failure = traceback.format_exc()
    called = ", ".join(sorted(name.split(".")[1] for name in world.calls))
    world.seen |= world.calls
    verdict = "FAILED" if failure else "passed"
    took = time.monotonic() - began
    print(f"{verdict}  baseten {VERSION} {world.style}: {sentence} ({took:.1f} s)\n        {called}")
    if failure:
        print(failure)
    sys.stdout.flush()
    return not failure


def against(start, parts, once, whole, wanted):
    """What became of each test on a server of its own.

    once    parts that choose their own style
    whole   parts that look at all tests before them, and so run only after all of them
    """
    results = []
    server = start()
    try:
        for style in STYLES:
            world = World(server, style)
            chosen = parts + (once if style == STYLES[0] else ()) + (() if wanted else whole)
            try:
                for part in chosen:
                    for sentence, test in tests(part):
                        if wanted in sentence:
                            results.append(run(world, sentence, test))
            finally:
                world.close()
        if not all(results):
            print("what the server said:\n" + server.log()[-8000:])
    finally:
        server.close()
    return results


def main(wanted):
    # Ends as after an error: the server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    results = against(Server, PARTS, (guide, truss_models), (coverage_of_client,), wanted)
    results += against(SecureServer, (tls_clients,), (), (), wanted)
    results += against(FrontedServer, (), (behind_nginx,), (), wanted)
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
