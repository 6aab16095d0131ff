"""A runtime that streams: it speaks the Runtime API itself, as AWS's Python runtime does not stream."""

import base64
import http.client
import json
import os
import pathlib
import signal
import time

API = "/2018-06-01/runtime/invocation"


def wait_for(path):
    while not pathlib.Path(path).exists():
        time.sleep(0.01)


class Answer:
    """One answer in parts."""

    def __init__(self, connection, request_id):
        self._connection = connection
        connection.putrequest("POST", f"{API}/{request_id}/response")
        connection.putheader("Lambda-Runtime-Function-Response-Mode", "streaming")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.putheader("Trailer", "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body")
        connection.endheaders()

    def write(self, text):
        part = text if isinstance(text, bytes) else text.encode()
        self._connection.send(b"%x\r\n%s\r\n" % (len(part), part))

    def end(self, kind=None, document=None):
        trailers = b""
        if kind:
            body = base64.b64encode(json.dumps(document).encode())
            trailers = b"Lambda-Runtime-Function-Error-Type: %s\r\n" % kind.encode()
            trailers += b"Lambda-Runtime-Function-Error-Body: %s\r\n" % body
        self._connection.send(b"0\r\n" + trailers + b"\r\n")
        response = self._connection.getresponse()
        return response.status, response.read()


def do_parts(event, answer):
    """Each part once the file before it is there."""
    for text, until in event["parts"]:
        if until:
            wait_for(until)
        answer.write(text)
    answer.end()


def do_fail(event, answer):
    answer.write("part")
    answer.end("Function.Broken", {"errorType": "Broken", "errorMessage": "half way"})


def do_die(event, answer):
    answer.write("part")
    wait_for(event["until"])
    os.kill(os.getpid(), signal.SIGKILL)


def do_large(event, answer):
    for _ in range(event["count"]):
        answer.write(b"a" * 65536)
    answer.end()


def record(item, kind=None, **members):
    kind = {"type": kind} if kind else {}
    return json.dumps({"v": 1, "id": item["requestContext"]["requestId"], **kind, **members}) + "\n"


def answer_batch(event, answer):
    """Server-sent events to each request of a batch: the second once a file is there that it names."""
    for item in event["batch"]:
        answer.write(record(item, "head", headers={"content-type": "text/event-stream"}))
        answer.write(record(item, "chunk", body="data: 1\n\n"))
    for item in event["batch"]:
        until = (item.get("queryStringParameters") or {}).get("until")
        if until:
            wait_for(until)
        answer.write(record(item, "chunk", body="data: 2\n\n"))
        answer.write(record(item, "end"))
    answer.end()


def answer_http(event, answer):
    """What awslambda.HttpResponseStream writes: a prelude, eight NULs, the body; its second part waits for a file."""
    until = event["queryStringParameters"]["until"]
    prelude = {"statusCode": 203, "headers": {"content-type": "text/event-stream"}, "cookies": ["a=1", "b=2"]}
    answer.write(json.dumps(prelude).encode() + b"\0" * 8)
    answer.write("data: 1\n\n")
    wait_for(until)
    answer.write("data: 2\n\n")
    answer.end()


def main():
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    while True:
        connection.request("GET", f"{API}/next")
        response = connection.getresponse()
        event = json.loads(response.read())
        answer = Answer(connection, response.headers["Lambda-Runtime-Aws-Request-Id"])
        if "batch" in event:
            answer_batch(event, answer)
        elif "requestContext" in event:
            answer_http(event, answer)
        else:
            globals()["do_" + event["do"]](event, answer)


if __name__ == "__main__":
    main()
