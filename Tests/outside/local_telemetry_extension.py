"""An extension that subscribes as its first argument says, in JSON, and writes each record that it is sent to a file.

The argument's members: `file`; `api`, `schema`, `types`, `buffering`, `method`, `protocol` of the subscription; `hold`, a file
until which the first delivery waits for its answer; `fail`, how many deliveries are refused first; `late`, to subscribe
again when it is told of an invocation.
"""

import http.client
import json
import os
import pathlib
import socketserver
import sys
import threading
import time

from local_server import LocalServer, QuietHandler

WANTED = json.loads(sys.argv[1])
NAME = "tell"
API = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
PATHS = {"telemetry": "/2022-07-01/telemetry", "logs": "/2020-08-15/logs"}
lock = threading.Lock()
deliveries = 0
fields = {}


def note(**members):
    with lock, open(WANTED["file"], "a") as file:
        file.write(json.dumps(members) + "\n")


def call(method, path, document=None):
    API.request(method, path, json.dumps(document) if document is not None else None, fields)
    answer = API.getresponse()
    return answer.status, answer.getheader("Lambda-Extension-Identifier"), json.loads(answer.read())


class Deliveries(QuietHandler):
    protocol_version = "HTTP/1.1"

    def receive(self):
        global deliveries
        records = json.loads(self.rfile.read(int(self.headers["content-length"])))
        deliveries += 1
        while deliveries == 1 and "hold" in WANTED and not pathlib.Path(WANTED["hold"]).exists():
            time.sleep(0.01)
        status = 500 if deliveries <= WANTED.get("fail", 0) else 200
        note(delivery=deliveries, status=status, method=self.command, path=self.path, records=records)
        self.answer(status)

    do_POST = do_PUT = receive


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            note(delivery=0, records=[json.loads(line)])


if WANTED.get("protocol", "HTTP") == "TCP":
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Lines)
    destination = {"protocol": "TCP", "port": server.server_address[1]}
    threading.Thread(target=server.serve_forever, daemon=True).start()
else:
    server = LocalServer(Deliveries).__enter__()
    port = server.url.rpartition(":")[2]
    destination = {"protocol": "HTTP", "URI": f"http://sandbox.localdomain:{port}/told?a=b"}
    if "method" in WANTED:
        destination["method"] = WANTED["method"]

fields = {"Lambda-Extension-Name": NAME}
_, identifier, _ = call("POST", "/2020-01-01/extension/register", {"events": ["INVOKE", "SHUTDOWN"]})
api = WANTED.get("api", "telemetry")
subscription = {
    "schemaVersion": WANTED.get("schema", "2022-12-13"), "types": WANTED.get("types", ["platform", "function", "extension"]),
    "buffering": WANTED.get("buffering", {"timeoutMs": 25}), "destination": destination,
}
fields = {"Lambda-Extension-Identifier": "nobody"}
note(unknown=call("PUT", PATHS[api], subscription)[::2])
fields = {"Lambda-Extension-Identifier": identifier}
note(wrong=call("PUT", PATHS[api], {**subscription, "types": [], "destination": {"protocol": "HTTP", "URI": "http://sandbox"}})[::2])
note(subscribed=call("PUT", PATHS[api], subscription)[::2])
note(again=call("PUT", PATHS[api], subscription)[::2])
note(other=call("PUT", PATHS["logs" if api == "telemetry" else "telemetry"], {**subscription, "schemaVersion": "2020-08-15" if api == "telemetry" else "2022-07-01"})[::2])
print("a line of the extension", flush=True)
while True:
    _, _, event = call("GET", "/2020-01-01/extension/event/next")
    note(event=event["eventType"])
    if event["eventType"] == "SHUTDOWN":
        break
    if WANTED.get("late"):
        note(late=call("PUT", PATHS[api], subscription)[::2])
