"""What stands behind the gateway means harm, or is broken: whoever asked gets an answer that is HTTP, and no more."""

import contextlib
import json
import socket
import struct
import threading

import pytest

import stand_in as lambda_
from gateway import manifest, route
from wire import Wire

CALLERS = 3


@pytest.fixture(scope="module")
def gateway(start_gateway):
    operation = {"get": route(size=CALLERS)}
    stream = {"get": route(size=CALLERS, invokeMode="response_stream")}
    return start_gateway(manifest({"/item/{name}": operation, "/stream/{name}": stream}))


def answers(gateway, stand_in, behaviour, base="/item"):
    """The answers to the callers of one batch, in the order of their items; each asks again afterwards."""
    stand_in.behave(behaviour)
    with contextlib.ExitStack() as stack:
        wires = [stack.enter_context(Wire(gateway)) for _ in range(CALLERS)]
        for index, wire in enumerate(wires):
            wire.send(b"GET %s/%d HTTP/1.1\r\nHost: a\r\n\r\n" % (base.encode(), index))
        found = {}
        for index, wire in enumerate(wires):
            (found[f"{base}/{index}"],) = wire.read(1)
        order = [item["rawPath"] for item in stand_in.invocations[0].items]
        stand_in.behave(lambda_.echo)
        for index, wire in enumerate(wires):
            wire.send(b"GET /item/again-%d HTTP/1.1\r\nHost: a\r\n\r\n" % index)
        for index, wire in enumerate(wires):
            assert wire.read(2)[1].text == f"GET /item/again-{index} "
    return [(path, found[path]) for path in order]


def check_problem(response, status=502):
    assert (response.is_whole, response.status) == (True, status), response
    assert response.json["requestId"] == response.header("x-request-id")
    assert "secret" not in response.text


def raw_first(text):
    """Echo, with this text in place of the first record."""

    def behave(invocation):
        first, *rest = [json.dumps(lambda_.record(item)) for item in invocation.items]
        name = json.dumps(invocation.items[0]["requestContext"]["requestId"])
        record = (text if isinstance(text, bytes) else text.encode()).replace(b"ID", name.encode())
        body = b'{"v":1,"responses":[' + b",".join([record, *(one.encode() for one in rest)]) + b"]}"
        return lambda_.Reply(body, headers={"content-type": "application/json"})

    return behave


# One record.

SPOILT = {
    "a CR and LF in a header": lambda_.with_first(headers={"x-a": "b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"}),
    "a LF in a header": lambda_.with_first(headers={"x-a": "b\nset-cookie: c=d"}),
    "a NUL in a header": lambda_.with_first(headers={"x-a": "b\0"}),
    "a control byte in a header": lambda_.with_first(headers={"x-a": "b\x7f"}),
    "a CR and LF in a name": lambda_.with_first(headers={"x-a: b\r\nx-c": "d"}),
    "a colon in a name": lambda_.with_first(headers={"x:a": "b"}),
    "no name": lambda_.with_first(headers={"": "b"}),
    "a name that is not ASCII": lambda_.with_first(headers={"x-\u00e9": "b"}),
    "10,000 headers": lambda_.with_first(headers={f"x-{i}": "a" for i in range(10_000)}),
    "10,000 values of a header": lambda_.with_first(headers={"x-a": ["b"] * 10_000}),
    "10,000 cookies": lambda_.with_first(cookies=["a=b"] * 10_000),
    "a megabyte in a header": lambda_.with_first(headers={"x-a": "b" * 1_000_000}),
    "a status of 100": lambda_.with_first(statusCode=100),
    "a negative status": lambda_.with_first(statusCode=-200),
    "a status beyond numbers": raw_first('{"id":ID,"statusCode":' + "9" * 400 + "}"),
    "a status with an exponent beyond numbers": raw_first('{"id":ID,"statusCode":2e999999999}'),
    "a status that is infinite": raw_first('{"id":ID,"statusCode":1e400}'),
    "base64 with a space": lambda_.with_first(body="AA AA", isBase64Encoded=True),
    "base64 that is cut off": lambda_.with_first(body="AAAAA", isBase64Encoded=True),
    "the status as a float": raw_first('{"id":ID,"statusCode":2e2,"body":"own"}'),
    "headers in headers": lambda_.with_first(headers={"x-a": {"b": "c"}}),
}


@pytest.mark.parametrize("behaviour", SPOILT.values(), ids=SPOILT.keys())
def test_a_hostile_record_costs_its_caller(gateway, stand_in, behaviour):
    (_, first), *others = answers(gateway, stand_in, behaviour)
    check_problem(first)
    assert first.header("set-cookie") is None
    for path, response in others:
        assert (response.status, response.text) == (200, f"GET {path} ")


def member(value):
    return '{"id":ID,"statusCode":200,"body":"own","more":%s}' % value


ODD = {
    "an id that is escaped": lambda i: lambda_.Reply(
        lambda_.echo(i).body.replace(b'"r-', b'"\\u0072\\u002d').replace(b'"GET', b'"own","x":"')
    ),
    "a number of many digits": raw_first(member("1" * 5000)),
    "deep, within bounds": raw_first(member("[" * 60 + "]" * 60)),
    "a member of a megabyte": raw_first(member('"' + "x" * 1_000_000 + '"')),
    "the same member twice": raw_first('{"id":"other","id":ID,"statusCode":500,"statusCode":200,"body":"own"}'),
}


@pytest.mark.parametrize("behaviour", ODD.values(), ids=ODD.keys())
def test_a_record_that_is_odd_is_an_answer(gateway, stand_in, behaviour):
    (_, first), *others = answers(gateway, stand_in, behaviour)
    assert (first.status, first.text.startswith("own")) == (200, True), first
    for path, response in others:
        assert response.status == 200


def test_framing_is_the_gateways_whatever_the_function_says(gateway, stand_in):
    headers = {
        "Content-Length": "1", "Transfer-Encoding": "chunked", "Connection": "close, x-own", "Trailer": "x-a", "Upgrade": "h2c",
        "Keep-Alive": "timeout=1", "Proxy-Connection": "close", "TE": "trailers", "X-Request-Id": "forged", "X-Smug-Batch-Size": "99",
    }
    (_, first), *_ = answers(gateway, stand_in, lambda_.with_first(headers=headers, body="12345"))
    assert (first.status, first.text, first.header("content-length")) == (200, "12345", "5")
    assert first.header("x-request-id").startswith("r-")
    for name in ("transfer-encoding", "connection", "trailer", "upgrade", "keep-alive", "proxy-connection", "te", "x-smug-batch-size"):
        assert first.header(name) is None, name


# A whole answer.

MISSHAPEN = {
    "invalid UTF-8 around the records": lambda i: lambda_.Reply(b'{"\xff":1,' + lambda_.echo(i).body[1:]),
    "a byte order mark in UTF-16": lambda i: lambda_.Reply(lambda_.echo(i).body.decode().encode("utf-16")),
    "depth without end": lambda_.body(b'{"v":1,"responses":' + b"[" * 1_000_000),
    "objects without end": lambda_.body(b'{"v":1,"responses":[' + b'{"a":' * 200_000),
    "version of many digits": lambda i: lambda_.Reply(lambda_.echo(i).body.replace(b'"v": 1', b'"v": 1' + b"0" * 400)),
    "blank for ever": lambda_.body(b" " * 6_000_000),
    "over what an answer may hold": lambda_.body(b'"' + b"x" * (17 << 20) + b'"'),
}


@pytest.mark.parametrize("behaviour", MISSHAPEN.values(), ids=MISSHAPEN.keys())
def test_a_misshapen_answer_is_502_for_all(gateway, stand_in, behaviour):
    for _, response in answers(gateway, stand_in, behaviour):
        check_problem(response)


def test_X_12c_an_answer_that_is_too_large_costs_its_batch_and_is_not_asked_for_again(gateway, stand_in):
    """The function has run, and a smaller batch would run it anew: nobody asked for that."""
    kind, words = "Function.ResponseSizeTooLarge", "Response payload size exceeded: secret"
    stand_in.behave(lambda_.function_error(kind, words))
    with contextlib.ExitStack() as stack:
        wires = [stack.enter_context(Wire(gateway)) for _ in range(CALLERS)]
        for wire in wires:
            wire.send(b"GET /item/large HTTP/1.1\r\nHost: a\r\n\r\n")
        for wire in wires:
            check_problem(wire.read()[0])
    assert len(stand_in.invocations) == 1
    gateway.wait_for_line(lambda line: line["event"] == "invocation_failed" and kind in line.get("reason", ""))


def test_an_answer_of_6_megabytes_arrives(gateway, stand_in):
    contents = "0123456789abcdef" * 120_000
    found = answers(gateway, stand_in, lambda_.edited(lambda records: [{**one, "body": contents} for one in records]))
    assert all(response.text == contents for _, response in found)


def test_a_hundred_thousand_records_for_nobody_cost_nobody(gateway, stand_in):
    strays = [{"id": f"r-{i}", "statusCode": 500} for i in range(100_000)]
    for path, response in answers(gateway, stand_in, lambda_.edited(lambda records: strays + records + strays)):
        assert response.text == f"GET {path} "


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_streamed_records_may_be_cut_anywhere(gateway, stand_in, size):
    def write(invocation):
        lines = b""
        for item in invocation.items:
            lines += lambda_.line(item, "head", headers={"x-\u0061": "b"}) + lambda_.line(item, "chunk", body="\u00e9\U0001d11e")
        for item in invocation.items:
            lines += lambda_.line(item, "chunk", body=item["rawPath"]) + lambda_.line(item, "end")
        for start in range(0, len(lines), size):
            yield lines[start:start + size]

    for path, response in answers(gateway, stand_in, lambda_.streamed(write), "/stream"):
        assert (response.header("x-a"), response.text) == ("b", "\u00e9\U0001d11e" + path)


# Lambda itself: a server that does as the test says at each phase of a call.


class Crook:
    """Takes connections one by one and treats each as `treat(socket, read_request)` says."""

    def __init__(self, treat):
        self._treat = treat
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self._listener.getsockname()[1]
        self.connections = 0
        # Released once for each connection that was closed.
        self.closed = threading.Semaphore(0)
        self._held = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for held in self._held:
            held.close()

    def _run(self):
        while True:
            try:
                accepted, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._held.append(accepted)
            threading.Thread(target=self._serve, args=(accepted,), daemon=True).start()

    def _serve(self, accepted):
        try:
            if self._treat(accepted) == "close":
                accepted.close()
                self.closed.release()
        except (OSError, EOFError):
            accepted.close()


def request_of(accepted):
    """Reads one invocation and returns its envelope."""
    reader = accepted.makefile("rb")
    length = None
    while (line := reader.readline()).strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if length is None:
        raise EOFError
    return json.loads(reader.read(length))


def answer_to(envelope):
    return json.dumps({"v": 1, "responses": [lambda_.record(item) for item in envelope["batch"]]}).encode()


def saying(contents, then="close", reads=True):
    def treat(accepted):
        if reads:
            request_of(accepted)
        accepted.sendall(contents)
        return then

    return treat


def resetting(accepted):
    request_of(accepted)
    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return "close"


OK = b"HTTP/1.1 200 OK\r\n"
EVENTS = OK + b"Content-Type: application/vnd.amazon.eventstream\r\nTransfer-Encoding: chunked\r\n\r\n"
LIES = {
    "closes at once": lambda accepted: "close",
    "closes when it was asked": saying(b""),
    "resets when it was asked": resetting,
    "answers before it was asked, and closes": saying(OK + b"Content-Length: 2\r\n\r\n{}", reads=False),
    "closes in the status line": saying(b"HTTP/1.1 20"),
    "closes in a header": saying(OK + b"Content-Le"),
    "closes in the body": saying(OK + b"Content-Length: 100\r\n\r\n{"),
    "closes in a chunk": saying(OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\n{"),
    "closes before the last chunk": saying(OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"),
    "is no HTTP": saying(b"\x15\x03\x03\x00\x02\x02\x28"),
    "speaks HTTP/2": saying(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00"),
    "has no version": saying(b"200 OK\r\n\r\n"),
    "has a status of two digits": saying(b"HTTP/1.1 20 OK\r\n\r\n"),
    "has a status of 999": saying(b"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n"),
    "switches protocols": saying(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    "goes on for ever": saying(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "has two lengths": saying(OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
    "has a length and chunks": saying(OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    "has a negative length": saying(OK + b"Content-Length: -2\r\n\r\n{}"),
    "has a length beyond numbers": saying(OK + b"Content-Length: 99999999999999999999\r\n\r\n{}"),
    "has a length beyond memory": saying(OK + b"Content-Length: 9223372036854775807\r\n\r\n{}"),
    "has chunks beyond numbers": saying(OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}"),
    "has another coding": saying(OK + b"Transfer-Encoding: gzip\r\n\r\n{}"),
    "has a header without end": saying(OK + b"X-A: " + b"a" * 2_000_000),
    "has headers without end": saying(OK + b"X-A: a\r\n" * 100_000),
    "has a folded header": saying(OK + b"X-A: a\r\n b\r\nContent-Length: 2\r\n\r\n{}"),
    "ends lines with LF alone": saying(OK + b"X-A: a\nContent-Length: 2\r\n\r\n{}"),
    "compresses what was not asked": saying(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00"),
    "answers an empty event stream": saying(EVENTS + b"0\r\n\r\n"),
    "answers a message of 4 GB": saying(EVENTS + b"c\r\n\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\r\n"),
    "answers a message with a bad checksum": saying(EVENTS + b"c\r\n\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00\x00\r\n0\r\n\r\n"),
}
STALLS = {
    "reads nothing": lambda accepted: "hold",
    "says nothing": saying(b"", "hold"),
    "stalls in the status line": saying(b"HTTP/1.1 20", "hold"),
    "stalls in a header": saying(OK + b"Content-Le", "hold"),
    "stalls in the body": saying(OK + b"Content-Length: 100\r\n\r\n{", "hold"),
    "stalls in a chunk": saying(OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\n{", "hold"),
    "stalls before the last chunk": saying(OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", "hold"),
    "goes on now and then": saying(b"HTTP/1.1 100 Continue\r\n\r\n" * 3, "hold"),
}


@pytest.fixture
def behind(start_gateway):
    """A gateway in front of a crook."""

    def start(crook, timeout_ms=20_000):
        paths = {
            "/one": {"get": route(size=1, wait_ms=0, timeout_ms=timeout_ms)},
            "/stream": {"get": route(size=1, wait_ms=0, timeout_ms=timeout_ms, invokeMode="response_stream")},
        }
        return start_gateway(manifest(paths), AWS_ENDPOINT_URL_LAMBDA=crook.url)

    return start


def test_a_lambda_that_lies_is_502(behind):
    treats = {}
    with Crook(lambda accepted: treats["now"](accepted)) as crook:
        gateway = behind(crook)
        for name, treat in LIES.items():
            treats["now"] = treat
            for path in (b"/one", b"/stream"):
                with Wire(gateway) as wire:
                    wire.send(b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % path)
                    (response,) = wire.read()
                    assert (name, response.status) == (name, 502), response
                    check_problem(response)


def test_a_lambda_that_stalls_is_504(behind):
    treats = {}
    with Crook(lambda accepted: treats["now"](accepted)) as crook:
        gateway = behind(crook, timeout_ms=150)
        for name, treat in STALLS.items():
            treats["now"] = treat
            for path in (b"/one", b"/stream"):
                with Wire(gateway) as wire:
                    wire.send(b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % path)
                    (response,) = wire.read()
                    assert (name, response.status) == (name, 504), response
                    check_problem(response, 504)


def test_what_lambda_says_too_much_is_nobodys_answer(behind):
    """An answer with another one behind it: the second must not reach whoever asks next."""

    def treat(accepted):
        while True:
            answer = answer_to(request_of(accepted))
            forged = b'{"statusCode":200,"body":"forged"}'
            accepted.sendall(
                OK + b"Content-Length: %d\r\n\r\n" % len(answer) + answer
                + OK + b"Content-Length: %d\r\n\r\n" % len(forged) + forged
            )

    with Crook(treat) as crook:
        gateway = behind(crook)
        for _ in range(20):
            assert gateway.ask("GET", "/one").text == "GET /one "


def test_a_connection_that_lambda_closes_between_calls_costs_nobody(behind):
    def treat(accepted):
        answer = answer_to(request_of(accepted))
        accepted.sendall(OK + b"Content-Length: %d\r\n\r\n" % len(answer) + answer)
        return "close"

    with Crook(treat) as crook:
        gateway = behind(crook)
        for _ in range(50):
            assert gateway.ask("GET", "/one").text == "GET /one "
            assert crook.closed.acquire(timeout=10)


def test_nobody_listens(behind):
    with Crook(lambda accepted: "close") as crook:
        gateway = behind(crook)
    with Wire(gateway) as wire:
        wire.send(b"GET /one HTTP/1.1\r\nHost: a\r\n\r\n")
        check_problem(wire.read()[0])
