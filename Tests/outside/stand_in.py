"""A Lambda whose every answer a test chooses: the Invoke API over plain HTTP/1.1.

A behaviour takes an `Invocation` and returns a `Reply`. What a well-behaved batch function answers is
`echo`; the others are that, spoilt in one way.
"""

import binascii
import dataclasses
import http.server
import json
import re
import socket
import ssl
import struct
import threading
import time
import urllib.parse

INVOKE = re.compile(
    r"/(?:2015-03-31/functions/([^/?]+)/invocations|2021-11-15/functions/([^/?]+)/response-streaming-invocations)(?:\?(.*))?"
)


@dataclasses.dataclass
class Invocation:
    """One request to the Invoke API, as it came over the wire."""

    method: str
    raw_path: str
    headers: list  # (name, value) as written
    body: bytes

    @property
    def function(self):
        match = INVOKE.fullmatch(self.raw_path)
        return urllib.parse.unquote(match[1] or match[2])

    @property
    def qualifier(self):
        query = urllib.parse.parse_qs(INVOKE.fullmatch(self.raw_path)[3] or "")
        return query.get("Qualifier", [None])[0]

    @property
    def envelope(self):
        return json.loads(self.body)

    @property
    def items(self):
        return self.envelope["batch"]

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclasses.dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    headers: dict = dataclasses.field(default_factory=dict)
    parts: object = None  # yields bytes, each written when it comes: the function's answer as an event stream
    raw: bytes = None  # sent instead of everything above; then the connection is closed
    hold: threading.Event = None  # answer once this is set …
    seconds: float = 0  # … or, without it, after this time


# What a function answers, one record an item.


def record(item):
    """Says the request back, so that a caller can tell its own answer from another's."""
    text = f"{item['requestContext']['http']['method']} {item['rawPath']} {item.get('body', '')}"
    return {
        "id": item["requestContext"]["requestId"],
        "statusCode": 200,
        "headers": {"content-type": "text/plain", "x-path": item["rawPath"]},
        "body": text,
        "isBase64Encoded": False,
    }


def document(value):
    return Reply(json.dumps(value).encode(), headers={"content-type": "application/json"})


def batch(records):
    return document({"v": 1, "responses": records})


def echo(invocation):
    return batch([record(item) for item in invocation.items])


def edited(edit):
    """Echo, after `edit` has changed the list of records in place or returned another one."""

    def behave(invocation):
        records = [record(item) for item in invocation.items]
        return batch(edit(records) or records)

    return behave


def with_first(**members):
    """Echo, with these members in the first item's record; one that is `REMOVED` is left out."""

    def edit(records):
        changed = {**records[0], **members}
        records[0] = {name: value for name, value in changed.items() if value is not REMOVED}

    return edited(edit)


REMOVED = object()


def body(contents):
    """These bytes, whatever was asked."""
    return lambda invocation: Reply(contents, headers={"content-type": "application/json"})


def plain(**members):
    """An answer in the shape of API Gateway, as a function without the adapter gives it."""
    return lambda invocation: document({"statusCode": 200, "body": "plain", **members})


# Answers in parts.


def frame(kind, payload):
    """One message of an event stream."""
    headers = b""
    for name, value in ((":event-type", kind), (":message-type", "event")):
        headers += struct.pack(">B", len(name)) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
    head = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    head += struct.pack(">I", binascii.crc32(head))
    message = head + headers + payload
    return message + struct.pack(">I", binascii.crc32(message))


def line(item, kind=None, **members):
    """A record of a streamed answer."""
    kind = {"type": kind} if kind else {}
    return json.dumps({"v": 1, "id": item["requestContext"]["requestId"], **kind, **members}).encode() + b"\n"


def streamed(write, end=b"{}"):
    """`write(invocation)` yields bytes; then comes InvokeComplete, or nothing where `end` is None."""

    def behave(invocation):
        def parts():
            for part in write(invocation):
                yield frame("PayloadChunk", part)
            if end is not None:
                yield frame("InvokeComplete", end)

        return Reply(parts=parts(), headers={"content-type": "application/vnd.amazon.eventstream"})

    return behave


# What Lambda answers when there is no answer of a function.


def refused(status, kind, message="refused: arn:aws:lambda:eu-central-1:123456789012:function:secret", **headers):
    """An error of the Invoke API itself."""
    contents = json.dumps({"Type": "User", "message": message}).encode()
    headers = {"content-type": "application/json", "x-amzn-errortype": kind, **headers}
    return lambda invocation: Reply(contents, status, headers)


def function_error(kind="Error", message="secret of the function"):
    """The function raised, ran out of time, or died."""
    contents = {"errorType": kind, "errorMessage": message, "trace": ["at secret.js:1"]}
    return lambda invocation: dataclasses.replace(
        document(contents), headers={"x-amz-function-error": "Unhandled"}
    )


def wire(contents):
    """These bytes on the connection, which is closed after them."""
    return lambda invocation: Reply(raw=contents)


def truncated(invocation):
    """Says how long its answer is, and closes half way."""
    whole = echo(invocation).body
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(whole)}\r\n\r\n".encode()
    return Reply(raw=head + whole[: len(whole) // 2])


def late(seconds, then=echo):
    return lambda invocation: dataclasses.replace(then(invocation), seconds=seconds)


def held(event, then=echo):
    """Answers when the test sets the event."""
    return lambda invocation: dataclasses.replace(then(invocation), hold=event)


class Broken(Exception):
    """Raised by a function's parts: the connection ends here."""


class StandIn:
    """With the files of a certificate and its key it speaks TLS."""

    def __init__(self, certificate=None):
        self.handshakes = 0
        self.behaviour = echo
        self.strays = []  # requests that are not invocations
        self._invocations = []
        self._changed = threading.Condition()
        self._ended = threading.Event()
        stand_in = self

        class Handler(_Handler):
            owner = stand_in

        self._server = _Server(("127.0.0.1", 0), Handler)
        if certificate:
            self._server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._server.tls.load_cert_chain(*certificate)
            self._server.secured = self._secured
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def _secured(self):
        with self._changed:
            self.handshakes += 1

    def behave(self, behaviour):
        """From now on, and forgets what was asked before."""
        with self._changed:
            self.behaviour = behaviour
            self._invocations.clear()

    @property
    def invocations(self):
        with self._changed:
            return list(self._invocations)

    def wait_for(self, count, seconds=60):
        """The invocations so far, once there are `count`."""
        with self._changed:
            arrived = self._changed.wait_for(lambda: len(self._invocations) >= count, seconds)
            assert arrived, f"{len(self._invocations)} of {count} invocations after {seconds} s"
            return list(self._invocations)

    def _answer(self, invocation):
        if not INVOKE.fullmatch(invocation.raw_path) or invocation.method != "POST":
            self.strays.append(invocation)
            return refused(404, "UnknownOperationException")(invocation)
        with self._changed:
            self._invocations.append(invocation)
            behaviour = self.behaviour
            self._changed.notify_all()
        reply = behaviour(invocation)
        end = time.monotonic() + (60 if reply.hold else reply.seconds)
        while not self._ended.is_set() and (left := end - time.monotonic()) > 0:
            if (reply.hold or self._ended).wait(min(left, 0.2)):
                break
        return reply


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    tls = None

    def finish_request(self, request, client_address):
        """In the connection's own thread: who does not shake hands holds up nobody."""
        if self.tls:
            request = self.tls.wrap_socket(request, server_side=True)
            self.secured()
        super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        pass  # the other side left: some tests make it do so


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self):
        length = self.headers.get("content-length")
        if length is None or "transfer-encoding" in self.headers:
            return self.send_error(411, "an invocation says how long it is")
        contents = self.rfile.read(int(length))
        path = re.sub("^http://[^/]+", "", self.path)  # as a proxy is asked
        reply = self.owner._answer(Invocation(self.command, path, list(self.headers.items()), contents))
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.connection.shutdown(socket.SHUT_WR)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("x-amzn-requestid", "00000000-0000-4000-8000-000000000000")
        if reply.parts is not None:
            return self.send_parts(reply.parts)
        self.send_header("content-length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def send_parts(self, parts):
        """A generator that raises breaks the connection off; one that is left is closed."""
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        try:
            for part in parts:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
            self.wfile.write(b"0\r\n\r\n")
        except (Broken, OSError):
            self.close_connection = True
        finally:
            parts.close()

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass
