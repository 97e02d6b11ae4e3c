"""Naive Bayes over the words of a few reviews."""

import asyncio
import math
import os
from collections import Counter

import words


class Model:
    def __init__(self, **kwargs):
        self._data = kwargs["data_dir"]
        self._environment = kwargs["environment"]
        self._counts = {}
        self._known = set()

    def setup_environment(self, environment):
        self._environment = environment

    def load(self):
        lines = (self._data / "reviews.csv").read_text().splitlines()
        for line in lines:
            label, text = line.split(",")
            self._counts.setdefault(label, Counter()).update(words.of(text))
        self._known = set().union(*self._counts.values())

    async def predict(self, request):
        text = request.get("text")
        if not isinstance(text, str):
            raise ValueError('text: missing (expected: {"text": "a review"})')
        if request.get("stream"):
            return self._stream(text)
        scores = {label: self._score(label, words.of(text)) for label in self._counts}
        best = max(scores, key=scores.get)
        total = sum(math.exp(score - scores[best]) for score in scores.values())
        return {
            "label": best,
            "certainty": round(1 / total, 3),
            "version": "v1",
            "environment": (self._environment or {}).get("name"),
        }

    async def _stream(self, text):
        """The label after each further word, a line each."""
        read = []
        for word in words.of(text):
            read.append(word)
            best = max(self._counts, key=lambda label: self._score(label, read))
            yield f"{word}\t{best}\n"
            await asyncio.sleep(float(os.environ["STREAM_PAUSE"]))

    def _score(self, label, text):
        counts = self._counts[label]
        of_all = sum(counts.values()) + len(self._known)
        return sum(math.log((counts[word] + 1) / of_all) for word in text if word in self._known)
