"""Waiting for what a server is about to do."""

import time

DEADLINE_SECONDS = 60
POLL_SECONDS = 0.1


def until(read, holds):
    """Reads until it holds; gives what was read."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while True:
        seen = read()
        if holds(seen):
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"still not so after {DEADLINE_SECONDS} s: {seen}")
        time.sleep(POLL_SECONDS)


def until_current(environment, deployment):
    """Reads the environment until it has the deployment, and no promotion any more."""
    return until(
        environment,
        lambda seen: seen.current_deployment
        and seen.current_deployment.id == deployment
        and not seen.in_progress_promotion,
    )
