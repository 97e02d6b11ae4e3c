"""A certificate authority of the suite's own, made with openssl."""

import itertools
import os
import subprocess

DOMAIN = "slipway.test"  # nobody resolves it; clients are told where it is
NAMES = f"DNS:localhost,IP:127.0.0.1,DNS:*.{DOMAIN},DNS:*.api.{DOMAIN}"
KINDS = {"ec": ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"], "rsa": ["-newkey", "rsa:2048"]}


class Authority:
    """Its certificate is `file`; `cert` and `key` are those that a server is given."""

    def __init__(self, directory):
        directory.mkdir()
        self._directory = directory
        self._serials = itertools.count(1000)
        self.file = directory / "ca.pem"
        self.cert, self.key = directory / "cert.pem", directory / "key.pem"
        self._openssl("req", "-x509", *KINDS["ec"], "-nodes", "-days", "2", "-subj", "/CN=compat",
                      "-addext", "keyUsage=critical,keyCertSign", "-keyout", "ca-key.pem", "-out", "ca.pem")
        self.issue("ec")

    def issue(self, kind):
        """Puts another pair in the place of the one before; gives its serial number."""
        serial = next(self._serials)
        (self._directory / "names").write_text(f"subjectAltName={NAMES}\n")
        self._openssl("req", *KINDS[kind], "-nodes", "-subj", "/CN=slipway", "-keyout", "new-key.pem", "-out", "new.csr")
        self._openssl("x509", "-req", "-in", "new.csr", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-days", "2",
                      "-set_serial", str(serial), "-extfile", "names", "-out", "new.pem")
        os.replace(self._directory / "new-key.pem", self.key)
        os.replace(self._directory / "new.pem", self.cert)
        return serial

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self._directory, check=True, capture_output=True)
