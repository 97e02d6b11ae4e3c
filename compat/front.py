"""The built server behind a real nginx that ends TLS and tells the two ports apart by name."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from authority import DOMAIN, Authority
from server import STOP_SECONDS, Server

START_SECONDS = 30

CONFIG = """
daemon off;
{user}
worker_processes 1;
pid {directory}/nginx.pid;
error_log stderr;
events {{ }}
http {{
  access_log off;
  client_max_body_size 0;
  proxy_request_buffering off;
  proxy_buffering off;
  client_body_temp_path {directory}/body;
  proxy_temp_path {directory}/proxy;
  fastcgi_temp_path {directory}/fastcgi;
  uwsgi_temp_path {directory}/uwsgi;
  scgi_temp_path {directory}/scgi;
  ssl_certificate {cert};
  ssl_certificate_key {key};
  proxy_set_header X-Forwarded-Proto $scheme;
  proxy_set_header X-Forwarded-Host $http_host;
  server {{
    listen 127.0.0.1:{port} ssl;
    server_name api.{domain} localhost;
    location / {{ proxy_pass {management}; }}
  }}
  server {{
    listen 127.0.0.1:{port} ssl;
    server_name ~^model-;
    location / {{
      proxy_pass {inference};
      proxy_set_header Host $http_host;
    }}
  }}
}}
"""


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class FrontedServer(Server):
    """`https://localhost:PORT` and `https://api.DOMAIN:PORT` are the management API behind it, and
    `https://model-ID.api.DOMAIN:PORT` is a model."""

    def __init__(self):
        super().__init__()
        self._files = tempfile.TemporaryDirectory(prefix="slipway-compat-nginx-")
        self._nginx = None
        try:
            self._start(Path(self._files.name))
        except BaseException:
            self.close()
            raise

    def _start(self, directory):
        self.authority = Authority(directory / "authority")
        port = _free_port()
        self.domain = f"{DOMAIN}:{port}"
        self.front = f"https://localhost:{port}"
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        assert program, "no nginx (on Debian: apt-get install nginx-light)"
        config = directory / "nginx.conf"
        config.write_text(
            CONFIG.format(
                user="user root;" if os.geteuid() == 0 else "",
                directory=directory, port=port, domain=DOMAIN,
                cert=self.authority.cert, key=self.authority.key,
                management=self.management, inference=self.inference))
        self._nginx_log = directory / "nginx.log"
        with self._nginx_log.open("wb") as log:
            self._nginx = subprocess.Popen(
                [program, "-p", directory, "-c", config], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                if self._nginx.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("nginx did not start:\n" + self._nginx_log.read_text()) from None
                time.sleep(0.1)

    def log(self):
        return super().log() + self._nginx_log.read_text()

    def close(self):
        if self._nginx is not None and self._nginx.poll() is None:
            self._nginx.terminate()
            self._nginx.wait(STOP_SECONDS)
        super().close()
        self._files.cleanup()
