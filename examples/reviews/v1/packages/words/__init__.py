"""How a text is taken apart; shared by both versions."""

import re

WORD = re.compile(r"[a-z']+")


def of(text):
    return WORD.findall(text.lower())
