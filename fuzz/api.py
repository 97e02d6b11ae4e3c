"""The little that the suite itself asks of a server, with Python's standard library alone."""

import json
import urllib.error
import urllib.request

ANSWER_SECONDS = 30


class Refused(Exception):
    def __init__(self, status, text):
        super().__init__(f"{status}: {text[:500]}")
        self.status = status


class Api:
    """One key's calls of one address."""

    def __init__(self, address, key):
        self._address = address
        self._key = key

    def __call__(self, method, path, body=None):
        """The answer's JSON; null where it has none."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Api-Key {self._key}", "Content-Type": "application/json"}
        request = urllib.request.Request(self._address + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
                said = answer.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode(errors="replace")) from None
        return json.loads(said) if said else None
