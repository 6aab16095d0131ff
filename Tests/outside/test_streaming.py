"""Streamed answers through the built gateway: who gets what when, and what is broken off is seen to be."""

import contextlib
import http.client
import json
import resource
import socket
import threading
import time

import pytest

import stand_in as lambda_
from admin import Admin, total
from gateway import manifest, route, together
from stand_in import Broken, line, record, streamed


@pytest.fixture(scope="module")
def gateway(start_gateway):
    def operation(**more):
        return {"get": route(invokeMode="response_stream", **more)}

    return start_gateway(
        manifest(
            {
                "/one/{name}": operation(size=1, wait_ms=0),
                "/two/{name}": operation(size=2),
                "/three/{name}": operation(size=3),
                "/idle": operation(size=1, wait_ms=0, streamIdleTimeoutMs=1500),
                "/total": operation(size=1, wait_ms=0, streamTimeoutMs=1500),
                "/hurried": operation(size=1, wait_ms=0, timeout_ms=400),
                "/buffered/{name}": {"get": route(size=1, wait_ms=0)},
                "/pair/{name}": {"get": route(size=2)},
            },
            MaxStreamBufferBytes=65536,
        )
    )


class Reader:
    """A client that reads its answer bit by bit."""

    def __init__(self, gateway, path, window=None):
        self._connection = http.client.HTTPConnection(gateway.host, int(gateway.port), timeout=60)
        if window:
            # Before it connects, or the window is as large as ever.
            self._connection.sock = socket.socket()
            self._connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
            self._connection.sock.settimeout(60)
            self._connection.sock.connect((gateway.host, int(gateway.port)))
        self._connection.request("GET", path)

    def begin(self):
        self.response = self._connection.getresponse()
        return self.response.status

    def part(self):
        return self.response.read1()

    def rest(self):
        return self.response.read()

    def is_broken_off(self):
        """Whether the answer ends without its end."""
        try:
            while self.response.read1():
                pass
            return False
        except (http.client.IncompleteRead, ConnectionError):
            return True

    def leave(self):
        if self._connection.sock:
            self._connection.close()
        if getattr(self, "response", None):
            self.response.close()


def events(*gates):
    """Server-sent events, each but the first once its gate is open."""

    def write(invocation):
        (item,) = invocation.items
        yield line(item, "head", headers={"content-type": "text/event-stream"})
        yield line(item, "chunk", body="data: 0\n\n")
        for number, gate in enumerate(gates, 1):
            assert gate.wait(60)
            yield line(item, "chunk", body=f"data: {number}\n\n")
        yield line(item, "end")

    return streamed(write)


def test_server_sent_events_come_one_by_one(gateway, stand_in):
    gates = [threading.Event() for _ in range(3)]
    stand_in.behave(events(*gates))
    reader = Reader(gateway, "/one/events")
    assert reader.begin() == 200
    assert reader.response.headers["content-type"] == "text/event-stream"
    assert reader.part() == b"data: 0\n\n"
    for number, gate in enumerate(gates, 1):
        gate.set()  # no event is written before the one ahead of it has been read
        assert reader.part() == b"data: %d\n\n" % number
    assert reader.rest() == b""
    assert stand_in.invocations[0].raw_path == "/2021-11-15/functions/hello/response-streaming-invocations"


def test_complete_records_are_answered_when_they_arrive(gateway, stand_in):
    gate = threading.Event()

    def write(invocation):
        items = sorted(invocation.items, key=lambda item: item["rawPath"])
        yield json.dumps({"v": 1, **record(items[0])}).encode() + b"\n"
        assert gate.wait(60)
        yield json.dumps({"v": 1, **record(items[1])}).encode()  # without an end of its line

    stand_in.behave(streamed(write))
    first, second = Reader(gateway, "/two/a"), Reader(gateway, "/two/b")
    assert first.begin() == 200 and first.rest().startswith(b"GET /two/a")
    gate.set()
    assert second.begin() == 200 and second.rest().startswith(b"GET /two/b")


def test_X_7_a_reader_that_stalls_delays_nobody(gateway, stand_in):
    megabyte = "x" * 1_000_000

    def write(invocation):
        slow, fast = sorted(invocation.items, key=lambda item: item["rawPath"], reverse=True)
        for item in (slow, fast):
            yield line(item, "head")
        for _ in range(30):
            yield line(slow, "chunk", body=megabyte)
        for _ in range(30):
            yield line(fast, "chunk", body="y" * 10_000)
        yield line(fast, "end")
        yield line(slow, "end")

    stand_in.behave(streamed(write))
    slow, fast = Reader(gateway, "/two/slow", window=4096), Reader(gateway, "/two/fast")
    assert fast.begin() == 200
    assert fast.rest() == b"y" * 300_000
    gateway.wait_for_event("slow_reader")
    slow.begin()
    assert slow.is_broken_off()
    gateway.wait_for_line(lambda entry: entry.get("code") == "slow_reader")


def read_together(gateway, base):
    """The answers to two callers that read all the time, none of whom is cut off.

    A machine that stands still for as long as no reader may makes anybody slow: then they ask again."""
    for attempt in range(5):
        try:
            with gateway.caller() as one, gateway.caller() as other:
                answers = together([one, other], lambda index, caller: caller.ask("GET", f"{base}{index}"))
        except (http.client.IncompleteRead, ConnectionError):
            continue
        assert attempt or not any(entry["event"] == "slow_reader" for entry in gateway.log), gateway.said()
        return answers
    raise AssertionError(f"cut off each time\n{gateway.said()}")


@pytest.mark.parametrize("limit", [65_536, None])
def test_X_7_a_burst_cuts_nobody_off_that_reads(start_gateway, stand_in, limit):
    settings = {"MaxStreamBufferBytes": limit} if limit else {}
    gateway = start_gateway(manifest({"/two/{name}": {"get": route(size=2, invokeMode="response_stream")}}, **settings))
    count = 1000

    def write(invocation):
        first, second = sorted(invocation.items, key=lambda item: item["rawPath"])
        burst = [line(first, "head"), *(line(first, "chunk", body="x" * 8000) for _ in range(count)), line(first, "end")]
        yield b"".join(burst)  # one message, of more than the gateway keeps for a client
        yield line(second, statusCode=200, body="second")

    stand_in.behave(streamed(write))
    first, second = read_together(gateway, "/two/")
    assert (first.status, len(first.body)) == (200, count * 8000)
    assert second.body == b"second"


def test_X_7_slow_readers_of_one_route_leave_room_for_those_of_another(start_gateway, stand_in):
    paths = {
        "/alone/{name}": {"get": route(size=1, wait_ms=0, invokeMode="response_stream")},
        "/pair/{name}": {"get": route(size=2, invokeMode="response_stream")},
    }
    limits = {"MaxStreamBufferBytes": 1 << 20, "MaxStreamBufferTotalBytes": 2 << 20}
    gateway = start_gateway(manifest(paths, AdminAddr="127.0.0.1:0", **limits))

    def write(invocation):
        for item in invocation.items:
            yield line(item, "head")
        for _ in range(400):
            yield b"".join(line(item, "chunk", body="x" * 20_000) for item in invocation.items)
        for item in invocation.items:
            yield line(item, "end")

    stand_in.behave(streamed(write))
    slow = [Reader(gateway, f"/alone/{index}", window=4096) for index in range(6)]
    for reader in slow:
        assert reader.begin() == 200

    def is_full(samples):
        return total(samples, "smug_limit_use", name="max_stream_buffer_total_bytes") > 1_800_000

    assert is_full(Admin(gateway).samples_when(is_full))
    answers = read_together(gateway, "/pair/")
    assert [(answer.status, len(answer.body)) for answer in answers] == [(200, 8_000_000)] * 2
    for reader in slow:
        reader.leave()


def test_X_7_a_reader_that_nobody_waits_behind_holds_its_function_back(gateway, stand_in):
    count = 200

    def write(invocation):
        (item,) = invocation.items
        for _ in range(count):
            yield line(item, "chunk", body="x" * 100_000)
        yield line(item, "end")

    stand_in.behave(streamed(write))
    reader = Reader(gateway, "/one/large", window=4096)
    assert reader.begin() == 200
    assert len(reader.rest()) == count * 100_000


def break_off(item):
    raise Broken
    yield


AFTER_HEAD = {
    "X-8 W-31 no end": lambda item: [],
    "X-8 W-30 an error": lambda item: [line(item, "error", message="no")],
    "W-28 a complete record": lambda item: [line(item, statusCode=200, body="whole")],
    "W-32 a bad chunk": lambda item: [line(item, "chunk", body="*", isBase64Encoded=True)],
    "X-5 a bad line": lambda item: [b"{\n"],
    "W-22 another version": lambda item: [b'{"v":2}\n'],
    "killed upstream": break_off,
}


@pytest.mark.parametrize("case", AFTER_HEAD)
def test_X_8_what_breaks_after_its_head_is_broken_off(gateway, stand_in, case):
    path = f"/one/broken-{list(AFTER_HEAD).index(case)}"

    def write(invocation):
        (item,) = invocation.items
        yield line(item, "head") + line(item, "chunk", body="part")
        yield from AFTER_HEAD[case](item)

    stand_in.behave(streamed(write))
    reader = Reader(gateway, path)
    assert reader.begin() == 200
    assert reader.part() == b"part"
    assert reader.is_broken_off()
    entry = gateway.wait_for_event("request", path=path)
    assert (entry["status"], entry["code"]) == (200, "lambda_failed" if case == "killed upstream" else "stream_broken")


FAILED = json.dumps({"ErrorCode": "Unhandled", "ErrorDetails": json.dumps({"errorType": "E"})}).encode()
TIMED_OUT = json.dumps({"ErrorCode": "Sandbox.Timedout", "ErrorDetails": "too long"}).encode()


@pytest.mark.parametrize("end, code", [(FAILED, 502), (TIMED_OUT, 504), (None, 502)])
def test_an_error_inside_a_200(gateway, stand_in, end, code):
    def write(invocation):
        items = sorted(invocation.items, key=lambda item: item["rawPath"])
        yield json.dumps({"v": 1, **record(items[0])}).encode() + b"\n"
        yield line(items[1], "head") + line(items[1], "chunk", body="part")

    stand_in.behave(streamed(write, end))
    readers = [Reader(gateway, f"/three/{name}") for name in "abc"]
    assert readers[0].begin() == 200, gateway.said()
    assert readers[0].rest().startswith(b"GET /three/a")
    assert readers[1].begin() == 200 and readers[1].part() == b"part"
    assert readers[1].is_broken_off()
    assert readers[2].begin() == code
    readers[2].rest()


def test_what_is_missing_is_502_at_once(gateway, stand_in):
    stand_in.behave(streamed(lambda invocation: []))
    reader = Reader(gateway, "/one/missing")
    assert reader.begin() == 502 and json.loads(reader.rest())["code"] == "missing_answer"


def silence(ended):
    ended.wait(60)
    return
    yield


def noise(ended):
    while True:  # until the connection is gone
        yield lambda_.frame("PayloadChunk", b"x" * 65_536)


@pytest.mark.parametrize("rest", [silence, noise])
def test_a_call_that_is_complete_is_over_whatever_comes_behind(gateway, stand_in, rest):
    ended = threading.Event()

    def behave(invocation):
        def parts():
            try:
                yield lambda_.frame("InvokeComplete", b"{}")
                yield from rest(ended)
            finally:
                ended.set()

        return lambda_.Reply(parts=parts(), headers={"content-type": "application/vnd.amazon.eventstream"})

    stand_in.behave(behave)
    reader = Reader(gateway, "/one/missing")
    assert reader.begin() == 502 and json.loads(reader.rest())["code"] == "missing_answer"
    if rest is silence:
        assert not ended.is_set()
        ended.set()
    assert ended.wait(60)


def test_W_29_an_error_record_is_a_problem_with_its_words(gateway, stand_in):
    stand_in.behave(
        streamed(lambda invocation: [line(invocation.items[0], "error", statusCode=429, message="slow down")])
    )
    reader = Reader(gateway, "/one/error")
    assert reader.begin() == 429
    problem = json.loads(reader.rest())
    assert (problem["code"], problem["detail"]) == ("function_error", "slow down")


@pytest.mark.parametrize("path, code", [("/idle", "stream_idle"), ("/total", "stream_timed_out")])
def test_X_9_a_stream_must_go_on_and_end_in_time(gateway, stand_in, path, code):
    ended = threading.Event()

    def write(invocation):
        (item,) = invocation.items
        yield line(item, "head") + line(item, "chunk", body="part")
        if path == "/idle":
            ended.wait(60)
        while not ended.wait(0.05):
            yield line(item, "chunk", body="more")

    stand_in.behave(streamed(write))
    reader = Reader(gateway, path)
    assert reader.begin() == 200
    assert reader.is_broken_off()
    ended.set()
    gateway.wait_for_event("request", code=code)


def test_X_9_a_stream_that_waits_for_its_reader_must_end_in_time_too(start_gateway, stand_in):
    operation = route(size=1, wait_ms=0, invokeMode="response_stream", streamTimeoutMs=1500)
    gateway = start_gateway(manifest({"/total": {"get": operation}}, MaxStreamBufferBytes=16 << 20))
    count = 120

    def write(invocation):
        (item,) = invocation.items
        for _ in range(count):  # the gateway holds all that the reader has not taken
            yield line(item, "chunk", body="x" * 100_000)
        yield line(item, "end")

    stand_in.behave(streamed(write))
    reader = Reader(gateway, "/total", window=4096)
    assert reader.begin() == 200
    received = 0
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        while part := reader.response.read(16_384):
            received += len(part)
            time.sleep(0.01)
    assert 0 < received < count * 100_000
    gateway.wait_for_event("request", code="stream_timed_out")


@pytest.mark.parametrize("path, begins", [("/one/gone", True), ("/one/gone", False), ("/buffered/gone", False)])
def test_W_37_X_2_an_invocation_that_nobody_waits_for_is_dropped(gateway, stand_in, path, begins):
    dropped, reached = threading.Event(), threading.Event()

    def write(invocation):
        (item,) = invocation.items
        try:
            if begins:
                yield line(item, "head") + line(item, "chunk", body="part")
            reached.set()
            while True:  # until the connection is gone
                yield b" " * 65536 + b"\n"
                threading.Event().wait(0.01)
        finally:
            dropped.set()

    stand_in.behave(streamed(write))
    if path.startswith("/buffered"):
        hold = threading.Event()
        stand_in.behave(lambda_.held(hold))
    before = sum(entry["event"] == "invocation_dropped" for entry in gateway.log)
    reader = Reader(gateway, path)
    if begins:
        assert reader.begin() == 200 and reader.part() == b"part"
    else:
        stand_in.wait_for(1)
    reader.leave()
    gateway.wait_for_line(lambda entry: entry["event"] == "invocation_dropped", before + 1)
    if path.startswith("/one"):
        assert dropped.wait(60)
    else:
        hold.set()


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 205)])
def test_an_answer_without_a_body_takes_its_place_until_the_function_ends(start_gateway, stand_in, method, status):
    gateway = start_gateway(
        manifest({"/a": {"get": route(size=1, wait_ms=0, invokeMode="response_stream")}}, MaxInflightInvocations=1)
    )
    gate, ended = threading.Event(), threading.Event()

    def write(invocation):
        (item,) = invocation.items
        if not gate.is_set():
            yield line(item, "head", statusCode=status, headers={"content-type": "text/plain"})
            assert gate.wait(60)
        for _ in range(10):
            yield line(item, "chunk", body="x" * 1_000_000)
        yield line(item, "end")
        ended.set()

    stand_in.behave(streamed(write))
    with gateway.caller(timeout=18) as caller:  # less than the route's timeout
        head = caller.ask(method, "/a")
        assert (head.status, head.headers["content-type"], head.body) == (status, "text/plain", b"")
        gate.set()
        assert ended.wait(60)
        assert len(caller.ask("GET", "/a").body) == 10_000_000
    assert not any(entry["event"] in ("invocation_dropped", "stray_records") for entry in gateway.log), gateway.said()


def test_HEAD_of_a_stream_without_end_is_given_up_in_time(start_gateway, stand_in):
    gateway = start_gateway(
        manifest(
            {"/a": {"get": route(size=1, wait_ms=0, timeout_ms=2000, invokeMode="response_stream")}}, MaxInflightInvocations=1
        )
    )
    ended = threading.Event()

    def write(invocation):
        (item,) = invocation.items
        try:
            yield line(item, "head")
            while not ended.wait(0.01):
                yield line(item, "chunk", body="x" * 10_000)
        finally:
            ended.set()

    stand_in.behave(streamed(write))
    assert gateway.ask("HEAD", "/a").status == 200
    gateway.wait_for_event("invocation_dropped")
    assert ended.wait(60)


def test_a_timeout_before_the_head_is_504(gateway, stand_in):
    gate = threading.Event()

    def write(invocation):
        gate.wait(60)
        yield b""

    stand_in.behave(streamed(write))
    reader = Reader(gateway, "/hurried")
    assert reader.begin() == 504 and json.loads(reader.rest())["code"] == "timed_out"
    gate.set()


def test_a_buffered_document_on_a_streamed_route_is_told(gateway, stand_in):
    stand_in.behave(streamed(lambda invocation: [lambda_.echo(invocation).body]))
    reader = Reader(gateway, "/one/document")
    assert reader.begin() == 200 and reader.rest().startswith(b"GET /one/document")
    assert "set invokeMode to buffered" in gateway.wait_for_event("wrong_invoke_mode")["reason"]


def test_records_on_a_buffered_route_are_told(gateway, stand_in):
    def behave(invocation):
        items = sorted(invocation.items, key=lambda item: item["rawPath"])
        lines = line(items[0], "head", statusCode=201) + line(items[0], "chunk", body="in ")
        lines += json.dumps({"v": 1, **record(items[1])}).encode() + b"\n"
        lines += line(items[0], "chunk", body="parts") + line(items[0], "end")
        return lambda_.Reply(lines, headers={"content-type": "application/x-ndjson"})

    stand_in.behave(behave)
    first, second = Reader(gateway, "/pair/a"), Reader(gateway, "/pair/b")
    assert first.begin() == 201 and first.rest() == b"in parts"
    assert second.begin() == 200 and second.rest().startswith(b"GET /pair/b")
    gateway.wait_for_line(
        lambda entry: entry["event"] == "wrong_invoke_mode" and "response_stream" in entry["reason"])


def resident_bytes(process):
    with open(f"/proc/{process.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def test_a_stream_that_has_begun_keeps_nothing_of_its_request(start_gateway, stand_in):
    count, size = 24, 4_000_000
    gateway = start_gateway(
        manifest(
            {"/a": {"post": route(size=1, wait_ms=0, invokeMode="response_stream")}},
            MaxBodyBytes=size, MaxInflightInvocations=count,
        )
    )
    gate = threading.Event()

    def write(invocation):
        (item,) = invocation.items
        yield line(item, "head") + line(item, "chunk", body="begun")
        assert gate.wait(60)
        yield line(item, "end")

    stand_in.behave(streamed(write))
    with contextlib.ExitStack() as stack:
        connections = [http.client.HTTPConnection(gateway.host, int(gateway.port), timeout=60) for _ in range(count)]
        answers = []
        try:
            for connection in connections:
                stack.callback(connection.close)
                connection.request("POST", "/a", body=b"x" * size)
                answers.append(connection.getresponse())
                assert answers[-1].read(5) == b"begun"
            # Its event would take its size, and so would the call of Lambda.
            end = time.monotonic() + 60
            while resident_bytes(gateway.process) > count * size and time.monotonic() < end:
                time.sleep(0.05)
            assert resident_bytes(gateway.process) < count * size
        finally:
            gate.set()
        assert [answer.read() for answer in answers] == [b""] * count
