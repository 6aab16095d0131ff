"""HTTP/2 in clear text, spoken by curl, by h2load, and by clients that mean harm."""

import json
import re
import struct
import subprocess
import threading
import time

import pytest

import stand_in as lambda_
from frames import (
    ACK, CONTINUATION, DATA, END_STREAM, GOAWAY, HEADERS, PING, PRIORITY, RST_STREAM, SETTINGS, WINDOW_UPDATE, Client,
    block, frame, head,
)
from gateway import manifest, route
from test_administration import Admin, total


@pytest.fixture(scope="module")
def gateway(start_gateway):
    return start_gateway(
        manifest(
            {
                "/alone/{name}": {"get": route(size=1, wait_ms=0), "post": route(size=1, wait_ms=0)},
                "/pair/{name}": {"get": route(size=2, wait_ms=10000)},
                "/stream/{name}": {"get": route(size=1, wait_ms=0, invokeMode="response_stream")},
            },
            AdminAddr="127.0.0.1:0", MaxBodyBytes=100_000,
        ),
        SMUG_INCLUDE_BATCH_SIZE_HEADER="1",
    )


def curl(gateway, path, *arguments):
    """Status, version and the rest of what curl says, which fails where the answer is broken."""
    done = subprocess.run(
        ["curl", "-sS", "-i", "--http2-prior-knowledge", "--max-time", "60", *arguments,
         f"http://{gateway.host}:{gateway.port}{path}"],
        capture_output=True,
    )
    lines, _, body = done.stdout.partition(b"\r\n\r\n")
    if lines.startswith(b"HTTP/2 100"):
        lines, _, body = body.partition(b"\r\n\r\n")
    first, *fields = lines.decode().split("\r\n")
    return done.returncode, first.strip(), dict(field.split(": ", 1) for field in fields), body


def test_X_19b_curl_is_answered(gateway, stand_in):
    code, status, fields, body = curl(gateway, "/alone/a?b=c", "-H", "cookie: a=1", "-H", "cookie: b=2")
    assert (code, status, body) == (0, "HTTP/2 200", b"GET /alone/a ")
    assert fields["x-request-id"] and fields["date"] and fields["content-length"] == str(len(body))
    (event,) = stand_in.invocations[-1].items
    assert event["requestContext"]["http"]["protocol"] == "HTTP/2.0"
    assert event["headers"]["host"] == f"{gateway.host}:{gateway.port}"
    assert sorted(event["cookies"]) == ["a=1", "b=2"]
    assert not [name for name in event["headers"] if name.startswith(":")]


def test_curl_sends_bodies(gateway):
    body = "x" * 99_000
    code, status, _, answer = curl(gateway, "/alone/a", "-d", body)
    assert (code, status, answer.decode()) == (0, "HTTP/2 200", f"POST /alone/a {body}")
    _, status, fields, answer = curl(gateway, "/alone/a", "-X", "PATCH")
    assert status == "HTTP/2 405" and "POST" in fields["allow"]


def test_bodies_of_one_connection_come_together(gateway, tmp_path):
    """Each is within its limit, and all of them are more than a connection's window."""
    body = tmp_path / "body"
    body.write_bytes(b"x" * 100_000)
    done = subprocess.run(
        ["h2load", "-n", "60", "-c", "1", "-m", "30", "-d", body, f"http://{gateway.host}:{gateway.port}/alone/a"],
        capture_output=True, text=True, timeout=60,
    )
    assert "status codes: 60 2xx" in done.stdout, done.stdout


def test_a_malformed_request_ends_no_other_that_is_under_way(start_gateway, stand_in):
    started = start_gateway(
        manifest({"/alone/{name}": {"get": route(size=1, wait_ms=0)}}, ReadTimeoutMs=200))
    stand_in.behave(lambda_.late(1))
    with Client(started) as client:
        client.send(head(1, "/alone/a") + head(3, "/alone/a", fields=(("connection", "close"),)))
        seen = []
        for kind, flags, stream, _ in client.frames():
            seen.append((kind, stream))
            if stream == 1 and flags & END_STREAM:
                break
    assert seen.index((RST_STREAM, 3)) < seen.index((DATA, 1)) and (GOAWAY, 0) not in seen


def test_who_is_refused_early_may_send_what_its_window_holds(gateway):
    """curl 7.88 loses an answer that a reset follows while it sends its body."""
    with Client(gateway) as client:
        client.send(head(1, "/alone/a", method="PATCH", last=False))
        kinds = []
        for kind, flags, stream, _ in client.frames():
            if stream:
                kinds.append(kind)
            if stream == 1 and flags & END_STREAM:
                client.send(frame(DATA, END_STREAM, 1, b"late") + head(3, "/alone/a"))
            if stream == 3 and flags & END_STREAM:
                break
    assert set(kinds) == {HEADERS, DATA}


def test_a_body_too_large_is_refused_by_its_length(gateway, tmp_path):
    """curl 7.88 does not read an answer that comes in one breath with the reset."""
    body = tmp_path / "body"
    body.write_bytes(b"x" * 100_001)
    code, status, _, answer = curl(gateway, "/alone/a", "-d", f"@{body}")
    assert (code, status, json.loads(answer)["code"]) == (0, "HTTP/2 413", "body_too_large")
    done = subprocess.run(
        ["nghttp", "-v", "--data", body, f"http://{gateway.host}:{gateway.port}/alone/a"],
        capture_output=True, text=True, timeout=120,
    )
    assert ":status: 413" in done.stdout and '"code":"body_too_large"' in done.stdout
    assert re.search(r"RST_STREAM.*\n.*NO_ERROR", done.stdout), done.stdout


@pytest.mark.parametrize(
    ("path", "behaviour"), [
        ("/alone/a", lambda_.with_first(statusCode=205, body="must not be sent")),
        ("/stream/a", lambda_.streamed(lambda invocation: (
            lambda_.line(invocation.items[0], kind, **members) for kind, members in (
                ("head", {"statusCode": 205}), ("chunk", {"body": "must not be sent"}), ("end", {}))))),
    ],
)
def test_a_status_without_content_has_none(gateway, stand_in, path, behaviour):
    stand_in.behave(behaviour)
    code, status, _, body = curl(gateway, path)
    assert (code, status, body) == (0, "HTTP/2 205", b"")


def test_a_function_goes_on_after_an_answer_without_content(gateway, stand_in):
    gate, ended = threading.Event(), threading.Event()

    def write(invocation):
        (item,) = invocation.items
        yield lambda_.line(item, "head", statusCode=204)
        assert gate.wait(60)
        for _ in range(10):
            yield lambda_.line(item, "chunk", body="x" * 1_000_000)
        yield lambda_.line(item, "end")
        ended.set()

    stand_in.behave(lambda_.streamed(write))
    code, status, _, _ = curl(gateway, "/stream/goes-on")
    assert (code, status) == (0, "HTTP/2 204")
    gate.set()
    assert ended.wait(60)
    told = gateway.wait_for_line(lambda entry: entry.get("path") == "/stream/goes-on")
    assert (told["event"], told["status"], told.get("code")) == ("request", 204, None)
    assert not any(entry["event"] == "invocation_dropped" for entry in gateway.log), gateway.said()


def test_the_server_as_a_whole_says_what_it_takes(gateway, stand_in):
    code, status, fields, body = curl(gateway, "/", "-X", "OPTIONS", "--request-target", "*")
    assert (code, status, fields["allow"], body) == (0, "HTTP/2 204", "GET, HEAD, OPTIONS, POST", b"")
    assert stand_in.invocations == []


def test_a_tunnel_is_refused_and_other_requests_of_its_connection_go_on(gateway, stand_in):
    with Client(gateway) as client:
        client.send(frame(HEADERS, 4, 1, block([(":method", "CONNECT"), (":authority", "a:443")])))  # END_HEADERS
        client.send(frame(DATA, 0, 1, b"for the other end") + head(3, "/alone/a"))
        bodies, resets = {}, {}
        while 3 not in bodies or 1 not in resets:
            kind, _, stream, payload = client.read()
            if kind == DATA:
                bodies[stream] = bodies.get(stream, b"") + payload
            if kind == RST_STREAM:
                resets[stream] = int.from_bytes(payload, "big")
    assert json.loads(bodies[1])["status"] == 501 and json.loads(bodies[1])["code"] == "not_a_proxy"
    assert b"/alone/a" in bodies[3] and resets == {1: 0}  # NO_ERROR
    assert [item["rawPath"] for invocation in stand_in.invocations for item in invocation.items] == ["/alone/a"]


def test_requests_of_one_connection_share_an_invocation(gateway, stand_in):
    before = len(stand_in.invocations)
    with Client(gateway) as client:
        client.send(head(1, "/pair/a") + head(3, "/pair/b"))
        bodies = {}
        for kind, _, stream, payload in client.frames():
            if kind == DATA:
                bodies[stream] = payload
            if len(bodies) == 2:
                break
    assert bodies == {1: b"GET /pair/a ", 3: b"GET /pair/b "}
    assert len(stand_in.invocations) == before + 1


def test_a_reset_request_leaves_its_batch(gateway, stand_in):
    before = len(stand_in.invocations)
    with Client(gateway) as client:
        client.send(head(1, "/pair/a") + frame(PING, payload=b"12345678"))
        next(f for f in client.frames() if f[:2] == (PING, ACK))
        client.send(frame(RST_STREAM, stream=1, payload=struct.pack(">I", 8)))
        client.send(head(3, "/pair/b") + head(5, "/pair/c"))
        bodies = {}
        for kind, _, stream, payload in client.frames():
            if kind == DATA:
                bodies[stream] = payload
            if len(bodies) == 2:
                break
    assert sorted(bodies) == [3, 5]
    assert [len(invocation.items) for invocation in stand_in.invocations[before:]] == [2]


def test_curl_sees_streamed_answers_whole_and_broken(gateway, stand_in):
    def write(invocation):
        (item,) = invocation.items
        yield lambda_.line(item, "head", statusCode=200, headers={"content-type": "text/plain"})
        for _ in range(20):
            yield lambda_.line(item, "chunk", body="x" * 10_000)
        if not item["rawPath"].endswith("broken"):
            yield lambda_.line(item, "end")

    stand_in.behave(lambda_.streamed(write))
    code, status, _, body = curl(gateway, "/stream/whole")
    assert (code, status, len(body)) == (0, "HTTP/2 200", 200_000)
    code, status, _, _ = curl(gateway, "/stream/broken")
    # 92: the stream was not closed cleanly.
    assert (code, status) == (92, "HTTP/2 200")


def test_the_admin_listener_speaks_it_too(gateway):
    admin = Admin(gateway)
    code, status, _, body = curl(admin, "/readyz")
    assert (code, status, body) == (0, "HTTP/2 200", b"ok\n"), body
    code, status, fields, body = curl(admin, "/metrics", "-H", "accept: application/openmetrics-text")
    assert (code, status) == (0, "HTTP/2 200") and fields["content-type"].startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")
    code, status, _, _ = curl(admin, "/log", "-X", "PUT", "-d", "no level")
    assert (code, status) == (0, "HTTP/2 400")
    code, status, _, body = curl(admin, "/metrics", "-H", "host: elsewhere.example")
    assert (code, status) == (0, "HTTP/2 403") and b"foreign_host" in body


def test_h2load_gets_every_answer(gateway):
    said = subprocess.run(
        ["h2load", "-n", "2000", "-c", "4", "-m", "50", f"http://{gateway.host}:{gateway.port}/alone/load"],
        capture_output=True, text=True, timeout=120,
    ).stdout
    assert re.search(r"2000 done, 2000 succeeded, 0 failed, 0 errored", said), said
    assert re.search(r"status codes: 2000 2xx", said), said


FLOODS = {
    # What comes first, the frames of each step, and how many may come.
    "reset_flood": (
        b"", lambda n: head(2 * n + 1, "/alone/a") + frame(RST_STREAM, 0, 2 * n + 1, b"\0\0\0\x08"), 500),
    "continuation_flood": (head(1, whole=False), lambda n: frame(CONTINUATION, stream=1), 8),
    "settings_flood": (b"", lambda n: frame(SETTINGS), 1000),
    "ping_flood": (b"", lambda n: frame(PING, payload=b"12345678"), 1000),
    "priority_flood": (b"", lambda n: frame(PRIORITY, stream=1, payload=b"\0\0\0\0\1"), 1000),
    "window_update_flood": (b"", lambda n: frame(WINDOW_UPDATE, payload=b"\0\0\0\1"), 1000),
    "empty_data_flood": (head(1, "/alone/a", "POST", last=False), lambda n: frame(DATA, stream=1), 1000),
    "unknown_frame_flood": (b"", lambda n: frame(0xEE), 1000),
}


@pytest.mark.parametrize("kind", FLOODS)
def test_a_flood_ends_its_connection_alone(gateway, kind):
    admin = Admin(gateway)
    first, step, number = FLOODS[kind]
    before = total(admin.samples(), "smug_http2_faults_total", kind=kind)
    with Client(gateway) as client:
        try:
            client.send(first + b"".join(step(n) for n in range(2 * number + 100)))
            assert client.goaway() == 11  # ENHANCE_YOUR_CALM
        except ConnectionError:
            pass  # what it still sent overtook the last word
    assert total(admin.samples(), "smug_http2_faults_total", kind=kind) == before + 1
    assert curl(gateway, "/alone/a")[1] == "HTTP/2 200"


def window_of(size):
    return struct.pack(">HI", 4, size)  # SETTINGS_INITIAL_WINDOW_SIZE


def more(stream, count):
    return frame(WINDOW_UPDATE, stream=stream, payload=struct.pack(">I", count))


@pytest.fixture(scope="module")
def impatient_gateway(start_gateway):
    return start_gateway(
        manifest({"/large": {"get": route(size=1, wait_ms=0)}}, WriteTimeoutMs=1200, AdminAddr="127.0.0.1:0")
    )


def test_clients_that_are_slow_but_steady_get_all_of_large_answers(impatient_gateway, stand_in):
    size = 1_900_000
    stand_in.behave(lambda_.with_first(body="x" * size))
    # The connection is what holds these back: none of them takes 64 KiB in each 1200 ms, but all of them together.
    with Client(impatient_gateway, settings=window_of(2**31 - 1), buffer=65_536) as client:
        client.send(more(0, 2**31 - 1 - 65_535) + b"".join(head(stream, "/large") for stream in (1, 3, 5, 7)))
        received, unread, began = dict.fromkeys((1, 3, 5, 7), 0), 0, time.monotonic()
        ended = set()
        while len(ended) < 4:
            kind, flags, stream, payload = client.read()
            assert kind not in (RST_STREAM, GOAWAY), (stream, received)
            if kind == DATA:
                received[stream] += len(payload)
                unread += len(payload)
                if flags & END_STREAM:
                    ended.add(stream)
            if unread > 200_000:
                unread = 0
                time.sleep(0.18)
        assert set(received.values()) == {size} and time.monotonic() - began > 4.5


def test_an_answer_that_its_client_leaves_is_reset_and_one_that_it_takes_slowly_is_not(impatient_gateway, stand_in):
    admin = Admin(impatient_gateway)
    before = total(admin.samples(), "smug_http2_faults_total", kind="stalled_stream")
    size = 800_000
    stand_in.behave(lambda_.with_first(body="x" * size))
    with Client(impatient_gateway, settings=window_of(65_535)) as client:
        client.send(more(0, 10_000_000) + head(1, "/large") + head(3, "/large"))
        received, resets, step = {1: 0, 3: 0}, {}, 0
        while received[3] < size:
            kind, _, stream, payload = client.read()
            if kind == RST_STREAM:
                resets[stream] = int.from_bytes(payload, "big")
            if kind == DATA:
                received[stream] += len(payload)
                step += len(payload) if stream == 3 else 0
            if step >= 65_000:
                step = 0
                time.sleep(0.3)
                client.send(more(3, 66_000))
        assert received[1] == 65_535 and resets == {1: 8}  # CANCEL
    assert total(admin.samples(), "smug_http2_faults_total", kind="stalled_stream") == before + 1


def test_a_drain_loses_no_request(start_gateway, stand_in):
    stand_in.behave(lambda_.late(0.05))
    gateway = start_gateway(manifest({"/a": {"get": route(size=4, wait_ms=2)}}))
    with Client(gateway) as client:
        sent, ended, statuses, last = [], set(), {}, None

        def load():
            try:
                for stream in range(1, 4001, 2):
                    client.send(head(stream, "/a"))
                    sent.append(stream)
                    if len(sent) == 100:
                        gateway.process.terminate()
                    time.sleep(0.002)
                    if last is not None:
                        return
            except OSError:
                pass

        loader = threading.Thread(target=load)
        loader.start()
        for kind, flags, stream, payload in client.frames():
            if kind == PING and not flags & ACK:
                client.send(frame(PING, ACK, payload=payload))
            if kind == GOAWAY:
                found = int.from_bytes(payload[:4], "big")
                if found != 2**31 - 1:
                    last = found
            if kind == HEADERS:
                statuses[stream] = payload[0]
            if flags & END_STREAM and kind in (DATA, HEADERS):
                ended.add(stream)
        loader.join()
    assert gateway.process.wait(60) == 0, gateway.said()
    assert last and len(ended) > 50
    # Whatever the gateway says that it took, it has answered: 0x88 is `:status: 200` (RFC 7541, appendix A).
    assert ended == {stream for stream in sent if stream <= last}
    assert set(statuses.values()) == {0x88}
