"""What tests say of answers."""

import contextlib
import json


def equal(given, expected):
    assert given == expected, f"was {given!r} (expected: {expected!r})"


def has(text, part):
    assert part in text, f"{part!r} is not in {text!r}"


@contextlib.contextmanager
def refused(client_error, status, code=None, message=""):
    """The block raises the management client's error with this answer of the server."""
    try:
        yield
    except client_error as error:
        equal(error.status_code, status)
        body = json.loads(error.body)
        equal(sorted(body), ["code", "message"])
        if code:
            equal(body["code"], code)
        has(body["message"], message)
    else:
        raise AssertionError(f"was accepted (expected: {status})")
