"""Runs the published truss command against the built server, and says what it did.

    suite.py [WORDS]     WORDS: only tests whose name has them

Every line names the client, its version and the commands that the test ran.
"""

import importlib.metadata
import signal
import socket
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import canary
import pushes
import refusals
from server import Server
from shell import INFERENCE_PORT, MANAGEMENT_PORT, Shell

PARTS = (pushes, canary, refusals)
VERSION = importlib.metadata.version("truss")


def tests(part):
    """A test is a function of one shell; its name is a sentence."""
    for name, value in list(vars(part).items()):
        if not name.startswith("_") and callable(value) and getattr(value, "__module__", "") == part.__name__:
            if value.__code__.co_varnames[: value.__code__.co_argcount] == ("t",):
                yield name.replace("_", " "), value


def run(shell, sentence, test):
    """Whether it passed."""
    began = time.monotonic()
    shell.commands.clear()
    failure = None
    try:
        test(shell)
    except Exception:
        failure = traceback.format_exc()
    verdict = "FAILED" if failure else "passed"
    print(f"{verdict}  truss {VERSION}: {sentence} ({time.monotonic() - began:.1f} s)")
    for command in shell.commands:
        print("        " + command)
    if failure:
        print(failure)
    sys.stdout.flush()
    return not failure


def refuse_taken(port):
    """truss knows one local address; so the server's ports cannot be others."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"compat/truss: port {port} is taken (expected: free). Stop what listens there.")


def main(wanted):
    # Ends as after an error: the server is stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    refuse_taken(MANAGEMENT_PORT)
    refuse_taken(INFERENCE_PORT)
    results = []
    server = Server(management=MANAGEMENT_PORT, inference=INFERENCE_PORT)
    try:
        shell = Shell(server)
        for part in PARTS:
            for sentence, test in tests(part):
                if wanted in sentence:
                    results.append(run(shell, sentence, test))
        results.append(run(shell, "nothing but this machine was asked for anything", Shell.asked_no_other))
        if not all(results):
            print("what the server said:\n" + server.log()[-8000:])
        shell.close()
    finally:
        server.close()
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if len(results) > 1 and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:])))
