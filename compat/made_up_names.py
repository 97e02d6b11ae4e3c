"""A plugin of pytest: the suite's domain, which nobody resolves, is this machine."""

import socket

from authority import DOMAIN

_resolved = socket.getaddrinfo


def _getaddrinfo(host, *rest, **more):
    name = host.decode() if isinstance(host, bytes) else host
    here = isinstance(name, str) and name.endswith("." + DOMAIN)
    return _resolved("127.0.0.1" if here else host, *rest, **more)


socket.getaddrinfo = _getaddrinfo
