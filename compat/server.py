"""The built server, started on free ports and stopped with everything that it started."""

import os
import re
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from authority import Authority

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 300  # the first start may build the jar
STOP_SECONDS = 60


class Server:
    """`./slipway serve` on a data directory of its own, as a person would start it.

    A port of 0 is any free one.
    """

    def __init__(self, *options, management=0, inference=0):
        self._directory = tempfile.TemporaryDirectory(prefix="slipway-compat-")
        self.scratch = Path(self._directory.name)
        data = self.scratch / "data"
        self._log = self.scratch / "server.log"
        command = [ROOT / "slipway", "serve", "--data", data]
        command += ["--management-port", str(management), "--inference-port", str(inference)]
        command += ["--rehearsals", "0"]  # nothing here measures
        command += options
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._await_ready()
            said = self._log.read_text()
            self.management = re.search(r"^management API\s+(http\S+)", said, re.M).group(1)
            self.inference = re.search(r"^inference\s+(http\S+)", said, re.M).group(1)
            self.key = (data / "api-key").read_text().strip()
        except BaseException:
            self.close()
            raise

    def _await_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while not re.search(r"^ready;", self._log.read_text(), re.M):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server did not start:\n" + self._log.read_text())
            time.sleep(0.1)

    def log(self):
        return self._log.read_text()

    def close(self):
        """Asks the server to stop, which stops its replicas, and removes what it kept."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._directory.cleanup()


class SecureServer(Server):
    """The same with TLS on both ports, by an authority of its own, which `SSL_CERT_FILE` names."""

    def __init__(self):
        self._files = tempfile.TemporaryDirectory(prefix="slipway-compat-tls-")
        self.authority = Authority(Path(self._files.name) / "authority")
        os.environ["SSL_CERT_FILE"] = str(self.authority.file)
        super().__init__("--tls-cert", self.authority.cert, "--tls-key", self.authority.key)

    def close(self):
        super().close()
        os.environ.pop("SSL_CERT_FILE", None)
        self._files.cleanup()
