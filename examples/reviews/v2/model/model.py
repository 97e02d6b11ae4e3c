"""A list of words for each label. Smaller than v1, and blind to every other word."""

import asyncio
import os

import words


class Model:
    def __init__(self, **kwargs):
        self._data = kwargs["data_dir"]
        self._environment = kwargs["environment"]
        self._lists = {}

    def setup_environment(self, environment):
        self._environment = environment

    def load(self):
        for label in ("kind", "unkind"):
            self._lists[label] = set((self._data / f"{label}.txt").read_text().split())

    async def predict(self, request):
        text = request.get("text")
        if not isinstance(text, str):
            raise ValueError('text: missing (expected: {"text": "a review"})')
        if request.get("stream"):
            return self._stream(text)
        found = self._found(words.of(text))
        return {
            "label": max(found, key=found.get),
            "certainty": round((max(found.values()) + 1) / (sum(found.values()) + 2), 3),
            "version": "v2",
            "environment": (self._environment or {}).get("name"),
        }

    async def _stream(self, text):
        """The label after each further word, a line each."""
        read = []
        for word in words.of(text):
            read.append(word)
            found = self._found(read)
            yield f"{word}\t{max(found, key=found.get)}\n"
            await asyncio.sleep(float(os.environ["STREAM_PAUSE"]))

    def _found(self, text):
        return {label: sum(word in known for word in text) for label, known in self._lists.items()}
