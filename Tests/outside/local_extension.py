"""An external extension, over nothing but HTTP: prints what it is told. Its argument says how it misbehaves."""

import http.client
import json
import os
import pathlib
import sys
import time

HOW = sys.argv[1]
API = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
identifier = {}


def call(method, path, body=None, **fields):
    headers = {"Content-Type": "application/json", **identifier, **fields}
    API.request(method, "/2020-01-01/extension" + path, json.dumps(body) if body is not None else None, headers)
    answer = API.getresponse()
    return answer, json.loads(answer.read())


def say(*words):
    print("watch:", *words, flush=True)


events = ["INVOKE"] if HOW == "deaf" else ["INVOKE", "SHUTDOWN"]
answer, document = call("POST", "/register", {"events": events}, **{
    "Lambda-Extension-Name": "watch", "Lambda-Extension-Accept-Feature": "accountId",
})
say("registered", answer.status, json.dumps(document))
identifier["Lambda-Extension-Identifier"] = answer.getheader("Lambda-Extension-Identifier")
if HOW == "refuse":
    call("POST", "/init/error", {"errorType": "Watch.NoDisk", "errorMessage": "no disk"})
while True:
    answer, event = call("GET", "/event/next")
    say(json.dumps(event))
    if event["eventType"] == "SHUTDOWN":
        time.sleep(0.4)  # longer than a function's process has
        say("done")
        break
    if HOW == "crash":
        sys.exit(3)
    while HOW.startswith("/") and not pathlib.Path(HOW).exists():
        time.sleep(0.01)
    say("on")
