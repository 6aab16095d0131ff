"""Plays Lambda's part towards an extension: one invocation, its report, the end.

    python3 play.py PROGRAM
"""

import http.client
import http.server
import json
import os
import subprocess
import sys
import threading
import urllib.parse

REPORT = {
    "time": "2026-01-02T03:04:05.678Z", "type": "platform.report",
    "record": {"requestId": "8476a536", "status": "success", "metrics": {"durationMs": 12.5}},
}
EVENTS = iter([
    {"eventType": "INVOKE", "requestId": "8476a536", "deadlineMs": 4102444800000, "invokedFunctionArn": "arn:hello"},
    {"eventType": "SHUTDOWN", "shutdownReason": "spindown", "deadlineMs": 4102444800000},
])
subscribers = []


class ExtensionsAPI(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.answer({"functionName": "hello", "functionVersion": "$LATEST", "handler": "bootstrap"})

    def do_PUT(self):
        subscription = json.loads(self.rfile.read(int(self.headers["content-length"])))
        subscribers.append(urllib.parse.urlsplit(subscription["destination"]["URI"]).port)
        self.answer("OK", read=False)

    def do_GET(self):
        event = next(EVENTS)
        if event["eventType"] == "SHUTDOWN":
            for port in subscribers:
                connection = http.client.HTTPConnection("127.0.0.1", port)
                connection.request("POST", "/", json.dumps([REPORT]))
                assert connection.getresponse().status == 200
                connection.close()
        self.answer(event)

    def answer(self, document, read=True):
        if read:
            self.rfile.read(int(self.headers.get("content-length", 0)))
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Lambda-Extension-Identifier", "1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), ExtensionsAPI)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {**os.environ, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}"}
    sys.exit(subprocess.run(sys.argv[1:], env=environment, timeout=30).returncode)


if __name__ == "__main__":
    main()
