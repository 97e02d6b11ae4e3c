"""The model that the suite deploys: a server of its own on $PORT, Python's standard library alone.

It answers with its $VERSION and what it was sent. Inputs that ask for more:

  {"fail": true}                   500 with a body of the model's own
  {"hold": FILE}                   answers once FILE exists
  {"stream": ["a", "b"]}           each text as a chunk; with "hold", FILE is awaited after the first
"""

import json
import os
import signal
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

POLL_SECONDS = 0.01


def wait_for(file):
    while file and not os.path.exists(file):
        time.sleep(POLL_SECONDS)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200, {"status": "ok"})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))) or "{}")
        print(f"version {os.environ['VERSION']} was asked {asked.get('say', 'something')}", flush=True)
        if asked.get("fail"):
            self.answer(500, {"error": "the model failed, as asked"})
        elif "stream" in asked:
            self.stream(asked["stream"], asked.get("hold"))
        else:
            wait_for(asked.get("hold"))
            self.answer(200, {"version": os.environ["VERSION"], "asked": asked})

    def stream(self, texts, hold):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for i, text in enumerate(texts):
            if i == 1:
                wait_for(hold)
            data = text.encode()
            self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass  # its own lines are enough


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"version {os.environ['VERSION']} is up", flush=True)
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler)
    server.daemon_threads = True
    server.serve_forever()
