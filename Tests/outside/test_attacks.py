"""Clients that mean harm, on the wire: none gets more than its answer, none costs others theirs."""

import threading
import time

import pytest

import stand_in as lambda_
from admin import Admin
from gateway import manifest, route
from wire import Wire

SMUGGLED = b"GET /one/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
HEAD_LIMIT = 65_536
LINE_LIMIT = 16_384
FIELDS_LIMIT = 128


def both(operation):
    return {"get": operation, "post": operation}


@pytest.fixture(scope="module")
def gateway(start_gateway):
    return start_gateway(
        manifest(
            {
                "/one/{name}": both(route(size=1, wait_ms=0)),
                "/queued/{name}": both(route(size=64, wait_ms=600)),
                "/stream/{name}": {"get": route(size=1, wait_ms=0, invokeMode="response_stream")},
                "/small": both(route(size=1, wait_ms=0, maxBodyBytes=1000)),
            },
            AdminAddr="127.0.0.1:0",
            ReadTimeoutMs=1500,
            WriteTimeoutMs=1500,
        )
    )


@pytest.fixture(autouse=True)
def nothing_is_left(gateway, stand_in):
    """After each attack the gateway serves, and holds nothing of the attacker."""
    yield
    stand_in.behave(lambda_.echo)
    assert gateway.ask("GET", "/one/after").text == "GET /one/after "
    admin = Admin(gateway)
    held = ("smug_inflight_requests", "smug_inflight_invocations", "smug_queue_depth", "smug_waiting_batches")
    end = time.monotonic() + 60
    while time.monotonic() < end:
        samples = admin.samples()
        left = {name: value for (name, _), value in samples.items() if name in held and value}
        connections = samples[("smug_connections", ())]
        if not left and connections == 0:
            return
        threading.Event().wait(0.02)
    raise AssertionError(f"{left} and {connections} connections are left\n{gateway.said()}")


def check_problem(response, status, code="malformed_request"):
    assert response.is_whole and response.status == status, response
    assert response.header("content-type") == "application/problem+json"
    problem = response.json
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["requestId"] == response.header("x-request-id")


def paths(stand_in):
    return [item["rawPath"] for invocation in stand_in.invocations for item in invocation.items]


# What two parties could read differently.


def post(*lines, body=b"", version=b"1.1"):
    head = b"".join(line + b"\r\n" for line in (b"Host: a", *lines))
    return b"POST /one/first HTTP/" + version + b"\r\n" + head + b"\r\n" + body


CHUNKED = b"Transfer-Encoding: chunked"
LENGTH = b"Content-Length: %d" % len(SMUGGLED)
NO_CHUNK = b"0\r\n\r\n"

AMBIGUOUS = {
    "a length and chunks": (400, post(b"Content-Length: 5", CHUNKED, body=NO_CHUNK)),
    "chunks and a length": (400, post(CHUNKED, b"Content-Length: 5", body=NO_CHUNK)),
    "a length of nothing and chunks": (400, post(b"Content-Length: 0", CHUNKED, body=NO_CHUNK)),
    "two lengths": (400, post(b"Content-Length: 0", LENGTH)),
    "two lengths, the same": (400, post(LENGTH, LENGTH)),
    "a list of lengths": (400, post(b"Content-Length: 0, %d" % len(SMUGGLED))),
    "a length with a sign": (400, post(b"Content-Length: +0")),
    "a negative length": (400, post(b"Content-Length: -1")),
    "a length in hexadecimal": (400, post(b"Content-Length: 0x0")),
    "a length with a vertical tab": (400, post(b"Content-Length: \x0b0")),
    "a length with a byte that is no space": (400, post(b"Content-Length: 0\xa0")),
    "a length of many digits": (400, post(b"Content-Length: " + b"9" * 40)),
    "a length in HTTP/1.0 with chunks": (400, post(CHUNKED, body=NO_CHUNK, version=b"1.0")),
    "a space before the colon": (400, post(b"Transfer-Encoding : chunked", LENGTH)),
    "a tab before the colon": (400, post(b"Content-Length\t: 0")),
    "a space before the name": (400, b"POST /one/first HTTP/1.1\r\n Host: a\r\nContent-Length: 0\r\n\r\n"),
    "a folded value": (400, post(b"Transfer-Encoding:", b" chunked", LENGTH)),
    "a folded field of any name": (400, post(b"X-A: b", b"\tc", b"Content-Length: 0")),
    "a vertical tab before the coding": (400, post(b"Transfer-Encoding: \x0bchunked", body=NO_CHUNK)),
    "a coding in quotes": (400, post(b'Transfer-Encoding: "chunked"', body=NO_CHUNK)),
    "a coding with a NUL": (400, post(b"Transfer-Encoding: chunked\x00", body=NO_CHUNK)),
    "another coding": (501, post(b"Transfer-Encoding: gzip", body=NO_CHUNK)),
    "a coding that looks like it": (501, post(b"Transfer-Encoding: xchunked", body=NO_CHUNK)),
    "identity": (501, post(b"Transfer-Encoding: identity", body=NO_CHUNK)),
    "chunks, then another coding": (400, post(b"Transfer-Encoding: chunked, gzip", body=NO_CHUNK)),
    "chunks twice": (400, post(CHUNKED, CHUNKED, body=NO_CHUNK)),
    "chunks twice in a list": (400, post(b"Transfer-Encoding: chunked, chunked", body=NO_CHUNK)),
    "a parameter of chunks": (400, post(b"Transfer-Encoding: chunked;a=b", body=NO_CHUNK)),
    "a line that ends with LF alone": (400, b"POST /one/first HTTP/1.1\r\nHost: a\nContent-Length: 0\r\n\r\n"),
    "a head that ends with LF alone": (400, b"POST /one/first HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\n"),
    "a request line that ends with LF alone": (400, b"GET /one/first HTTP/1.1\nHost: a\r\n\r\n"),
    "a CR in a value": (400, post(b"X-A: b\rContent-Length: 0")),
    "a CR in the request line": (400, b"GET /one/first\r HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a NUL in a value": (400, post(b"X-A: b\x00c")),
    "a NUL in a name": (400, post(b"X-\x00A: b")),
    "a NUL in the target": (400, b"GET /one/\x00 HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a name that is none": (400, post(b"X(A): b")),
    "no name": (400, post(b": b")),
    "no colon": (400, post(b"Content-Length 0")),
    "no Host": (400, b"GET /one/first HTTP/1.1\r\n\r\n"),
    "two Hosts": (400, post(b"Host: b")),
    "a Host with a user": (400, b"GET /one/first HTTP/1.1\r\nHost: a@b\r\n\r\n"),
    "a Host with a path": (400, b"GET /one/first HTTP/1.1\r\nHost: a/one\r\n\r\n"),
    "a Host with two ports": (400, b"GET /one/first HTTP/1.1\r\nHost: a:1:2\r\n\r\n"),
    "two spaces": (400, b"GET  /one/first HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a tab for a space": (400, b"GET\t/one/first HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a space at the end": (400, b"GET /one/first HTTP/1.1 \r\nHost: a\r\n\r\n"),
    "a space in the target": (400, b"GET /one/a b HTTP/1.1\r\nHost: a\r\n\r\n"),
    "no version": (400, b"GET /one/first\r\nHost: a\r\n\r\n"),
    "a version of two digits": (400, b"GET /one/first HTTP/1.10\r\nHost: a\r\n\r\n"),
    "a version in lower case": (400, b"GET /one/first http/1.1\r\nHost: a\r\n\r\n"),
    "another version": (505, b"GET /one/first HTTP/3.0\r\nHost: a\r\n\r\n"),
    "a fragment": (400, b"GET /one/first#a HTTP/1.1\r\nHost: a\r\n\r\n"),
    "a target that is a name": (400, b"GET one/first HTTP/1.1\r\nHost: a\r\n\r\n"),
    "another scheme": (400, b"GET ftp://a/one/first HTTP/1.1\r\nHost: a\r\n\r\n"),
    "an empty line too many": (400, b"\r\n\r\nGET /one/first HTTP/1.1\r\nHost: a\r\n\r\n"),
    "what begins as TLS does": (400, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
    "an unknown expectation": (417, post(b"Expect: 200-ok", b"Content-Length: 0")),
}


@pytest.mark.parametrize("status, attack", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_what_two_parties_could_read_differently_is_one_refusal(gateway, stand_in, status, attack):
    with Wire(gateway) as wire:
        wire.send(attack + SMUGGLED)
        (response,) = wire.read_to_end()
        check_problem(response, status)
        assert response.header("connection") == "close"
    assert paths(stand_in) == []


BROKEN_CHUNKS = {
    "no size": b"\r\n" + NO_CHUNK,
    "a size that is none": b"g\r\n",
    "a size with a sign": b"+0\r\n\r\n",
    "a size with a prefix": b"0x0\r\n\r\n",
    "a size with a space behind it": b"0 \r\n\r\n",
    "a size with a space before it": b" 0\r\n\r\n",
    "a size beyond 63 bits": b"8000000000000000\r\n",
    "a size that is zero modulo 64 bits": b"10000000000000000\r\n",
    "a size that ends with LF alone": b"0\n\r\n",
    "an extension that ends with LF alone": b"0;a\n\r\n",
    "an extension with a CR": b"0;a\rb\r\n\r\n",
    "an extension with a quote that stays open": b'0;a="b\r\n\r\n',
    "an extension without end": b"0;" + b"a" * 1000,
    "data that is longer": b"1\r\nab\r\n" + NO_CHUNK,
    "data that is shorter": b"3\r\nab\r\n" + NO_CHUNK,
    "data that ends with LF alone": b"1\r\na\n" + NO_CHUNK,
    "a trailer that is none": b"0\r\nno colon\r\n\r\n",
    "a trailer that is folded": b"0\r\nx: a\r\n b\r\n\r\n",
    "a trailer with a NUL": b"0\r\nx: \x00\r\n\r\n",
    "a trailer that ends with LF alone": b"0\r\nx: a\n\r\n",
}


@pytest.mark.parametrize("chunks", BROKEN_CHUNKS.values(), ids=BROKEN_CHUNKS.keys())
def test_chunks_that_are_none_are_one_refusal(gateway, stand_in, chunks):
    with Wire(gateway) as wire:
        wire.send(post(CHUNKED, body=chunks + SMUGGLED))
        (response,) = wire.read_to_end()
        check_problem(response, 400)
    assert paths(stand_in) == []


def test_trailers_that_do_not_end_are_refused(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(post(CHUNKED, body=b"0\r\n" + b"x: a\r\n" * 2000))
        (response,) = wire.read_to_end()
        check_problem(response, 431)
    assert paths(stand_in) == []


# What may look odd and is plain: it is read as the standard says, and what follows is the next request.

PLAIN = {
    "a smuggled request is a body": (post(LENGTH, body=SMUGGLED), SMUGGLED),
    "a length with zeros": (post(b"Content-Length: 0003", body=b"abc"), b"abc"),
    "chunks in capitals": (post(b"TRANSFER-ENCODING: ChUnKeD", body=b"3\r\nabc\r\n" + NO_CHUNK), b"abc"),
    "extensions": (post(CHUNKED, body=b'3;a="\\";b=c"\r\nabc\r\n0;d\r\n\r\n'), b"abc"),
    "sizes with zeros": (post(CHUNKED, body=b"0003\r\nabc\r\n00\r\n\r\n"), b"abc"),
    "trailers that speak of the body": (
        post(CHUNKED, body=b"3\r\nabc\r\n0\r\nContent-Length: 99\r\nTransfer-Encoding: x\r\n\r\n"), b"abc",
    ),
    "chunks of a byte": (post(CHUNKED, body=b"1\r\na\r\n" * 500 + NO_CHUNK), b"a" * 500),
    "a minor version of the future": (post(b"Content-Length: 1", body=b"a", version=b"1.9"), b"a"),
    "an empty line before": (b"\r\n" + post(b"Content-Length: 1", body=b"a"), b"a"),
    "an upgrade that is not taken": (
        post(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__", b"Content-Length: 1", body=b"a"),
        b"a",
    ),
    "a Host that is not the target's": (
        b"POST http://b/one/first HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na", b"a",
    ),
}


@pytest.mark.parametrize("first, body", PLAIN.values(), ids=PLAIN.keys())
def test_what_is_plain_is_read_as_the_standard_says(gateway, stand_in, first, body):
    with Wire(gateway) as wire:
        wire.send(first + b"GET /one/second HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        one, two = wire.read_to_end()
        assert (one.status, one.text) == (200, f"POST /one/first {body.decode()}")
        assert (two.status, two.text) == (200, "GET /one/second ")
    assert paths(stand_in) == ["/one/first", "/one/second"]


def test_a_target_with_a_host_of_its_own_is_of_that_host_for_all_who_ask(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(b"GET http://b:8080/one/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        (response,) = wire.read_to_end()
        assert response.status == 200
    (item,) = stand_in.invocations[0].items
    assert (item["headers"]["host"], item["requestContext"]["domainName"]) == ("b:8080", "b")


@pytest.mark.parametrize("cut", range(1, 60))
def test_where_the_bytes_are_cut_does_not_show(gateway, stand_in, cut):
    request = b"POST /one/a HTTP/1.1\r\nHost: a\r\n" + CHUNKED + b"\r\n\r\n2\r\nab\r\n0\r\n\r\n"
    with Wire(gateway) as wire:
        wire.send(request[:cut])
        threading.Event().wait(0.002)
        wire.send(request[cut:] + request + b"BAD\r\n\r\n")
        one, two, three = wire.read_to_end()
        assert (one.text, two.text) == ("POST /one/a ab", "POST /one/a ab")
        check_problem(three, 400)


# Many requests on one connection.


def test_requests_that_come_at_once_are_answered_in_turn(gateway, stand_in):
    count = 3000  # more than is read ahead
    with Wire(gateway) as wire:
        requests = b"".join(b"GET /one/%d HTTP/1.1\r\nHost: a\r\n\r\n" % index for index in range(count))
        sender = threading.Thread(target=wire.send, args=(requests,))
        sender.start()
        answers = wire.read(count)
        sender.join()
        assert [answer.text for answer in answers] == [f"GET /one/{index} " for index in range(count)]


def test_what_comes_before_a_refusal_is_answered_and_what_comes_after_is_not(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(
            b"GET /one/1 HTTP/1.1\r\nHost: a\r\n\r\n"
            b"POST /one/2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab"
            b"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"
            b"GET /one/3 HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n" + SMUGGLED
        )
        one, two, three, four = wire.read_to_end()
        assert (one.text, two.text) == ("GET /one/1 ", "POST /one/2 ab")
        check_problem(three, 404, "not_found")
        check_problem(four, 400)
    assert paths(stand_in) == ["/one/1", "/one/2"]


def test_after_the_last_request_of_a_connection_nothing_is_read(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(b"GET /one/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + SMUGGLED)
        (response,) = wire.read_to_end()
        assert (response.text, response.header("connection")) == ("GET /one/1 ", "close")
    assert paths(stand_in) == ["/one/1"]


def test_a_body_that_is_refused_is_not_read_as_a_request(gateway, stand_in):
    with Wire(gateway) as wire:
        body = SMUGGLED * 100
        wire.send(b"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        (response,) = wire.read_to_end()
        check_problem(response, 413, "body_too_large")
        assert response.header("connection") == "close"
    assert paths(stand_in) == []


@pytest.mark.parametrize(
    "line, status",
    [(b"OPTIONS *", 204), (b"CONNECT a:443", 501), (b"CONNECT a", 400), (b"OPTIONS *a", 400), (b"GET *", 400),
     (b"TRACE /one/first", 405)],
)
def test_what_is_asked_of_proxies_and_servers_reaches_no_function(gateway, stand_in, line, status):
    with Wire(gateway) as wire:
        wire.send(line + b" HTTP/1.1\r\nHost: a:443\r\nConnection: close\r\n\r\n" + SMUGGLED)
        (response,) = wire.read_to_end()
        assert response.status == status, response
    assert paths(stand_in) == []


def test_what_is_meant_for_a_tunnel_is_not_read_as_a_request(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n" + SMUGGLED)
        (response,) = wire.read_to_end()
        check_problem(response, 501, "not_a_proxy")
        assert response.header("connection") == "close"
    assert paths(stand_in) == []


def test_the_server_as_a_whole_says_what_it_takes(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\nGET /one/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        whole, one = wire.read_to_end()
        assert (whole.status, whole.header("allow"), whole.body) == (204, "GET, HEAD, OPTIONS, POST", b"")
        assert whole.header("x-request-id")
        assert one.text == "GET /one/1 "
    assert paths(stand_in) == ["/one/1"]


# Limits: at the number, and one over.


def with_target(length):
    line = b"GET /one/%s HTTP/1.1"
    return (line % (b"a" * (length - len(line) + 2))) + b"\r\nHost: a\r\n\r\n"


def with_field(length):
    return b"GET /one/first HTTP/1.1\r\nHost: a\r\nX-A: %s\r\n\r\n" % (b"a" * (length - 5))


def with_fields(count):
    return b"GET /one/first HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: a\r\n" % i for i in range(count - 1)) + b"\r\n"


def with_head(length):
    """A head of so many bytes, none of whose lines is too long."""
    head = b"GET /one/first HTTP/1.1\r\nHost: a\r\n"
    while (left := length - 2 - len(head)) > 0:
        size = left if left <= LINE_LIMIT else min(LINE_LIMIT, left - 10)
        head += b"X: " + b"a" * (size - 5) + b"\r\n"
    return head + b"\r\n"


LIMITS = {
    "a request line": (with_target, LINE_LIMIT, 414),
    "a field": (with_field, LINE_LIMIT, 431),
    "the number of fields": (with_fields, FIELDS_LIMIT, 431),
    "a head": (with_head, HEAD_LIMIT, 431),
}


@pytest.mark.parametrize("make, limit, status", LIMITS.values(), ids=LIMITS.keys())
def test_a_limit_holds_at_its_number(gateway, stand_in, make, limit, status):
    with Wire(gateway) as wire:
        wire.send(make(limit))
        (response,) = wire.read()
        assert response.status == 200, response
        wire.send(make(limit + 1))
        response = wire.read_to_end()[1]
        check_problem(response, status)
    assert len(paths(stand_in)) == 1


@pytest.mark.parametrize("start", [b"GET /", b"GET / HTTP/1.1\r\nX-A: ", b"GET / HTTP/1.1\r\n"])
def test_a_head_without_end_is_refused_long_before_memory_is(gateway, stand_in, start):
    with Wire(gateway) as wire:
        wire.send(start)
        sent, part = 0, b"X-A: b\r\n" * 512 if start.endswith(b"\r\n") else b"a" * 4096
        while sent < 1 << 24 and wire.send(part) and not wire.has_something(0):
            sent += len(part)
        (response,) = wire.read_to_end()
        check_problem(response, 414 if start == b"GET /" else 431)
        assert sent < 1 << 24


@pytest.mark.parametrize("framing", ["length", "chunks"])
def test_a_body_over_its_limit_is_refused(gateway, stand_in, framing):
    def request(size):
        if framing == "length":
            return b"POST /small HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % size + b"x" * size
        chunk = b"%x\r\n" % size + b"x" * size + b"\r\n"
        return b"POST /small HTTP/1.1\r\nHost: a\r\n" + CHUNKED + b"\r\n\r\n" + chunk + NO_CHUNK

    with Wire(gateway) as wire:
        wire.send(request(1000))
        (response,) = wire.read()
        assert response.status == 200
        wire.send(request(1001))
        check_problem(wire.read_to_end()[1], 413, "body_too_large")
    assert len(paths(stand_in)) == 1


# Clients that take their time.


def trickle(wire, contents):
    """A byte at a time for ever, until something is answered."""
    sent = 0
    while not wire.has_something(0.01) and sent < 3000:
        if not wire.send(contents(sent)):
            break
        sent += 1
    return sent


def test_X_19c_a_head_that_trickles_in_has_its_time_and_no_more(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(b"GET /one/first HTTP/1.1\r\nHost: a\r\nX-A: ")
        assert trickle(wire, lambda _: b"a") < 3000
        (response,) = wire.read_to_end()
        check_problem(response, 408, "request_timeout")
    assert paths(stand_in) == []


@pytest.mark.parametrize("beginning", [b"P", b"PRI"])
def test_X_19c_a_head_that_could_still_become_HTTP_2_is_told_that_it_is_late(gateway, stand_in, beginning):
    with Wire(gateway) as wire:
        wire.send(beginning)
        (response,) = wire.read_to_end()
        check_problem(response, 408, "request_timeout")
    assert paths(stand_in) == []


@pytest.mark.parametrize("framing", ["length", "chunks", "extensions"])
def test_X_19c_a_body_that_trickles_in_has_its_time_and_no_more(gateway, stand_in, framing):
    line = b"Content-Length: 100000" if framing == "length" else CHUNKED
    part = {"length": b"a", "chunks": b"1\r\na\r\n", "extensions": b"1;" + b"e" * 200 + b"\r\na\r\n"}[framing]
    with Wire(gateway) as wire:
        wire.send(post(line))
        assert trickle(wire, lambda _: part) < 3000
        (response,) = wire.read_to_end()
        check_problem(response, 408, "request_timeout")
        assert response.header("connection") == "close"
    assert paths(stand_in) == []


def test_the_next_head_has_its_time_too(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(b"GET /one/first HTTP/1.1\r\nHost: a\r\n\r\nGET /one/second HTTP/1.1\r\n")
        assert trickle(wire, lambda _: b"X-A: b\r\n") < 3000
        first, second = wire.read_to_end()
        assert first.status == 200
        check_problem(second, 408, "request_timeout")
    assert paths(stand_in) == ["/one/first"]


def test_who_says_nothing_is_sent_away(gateway, stand_in):
    with Wire(gateway) as wire:
        assert wire.read_to_end() == []


@pytest.mark.parametrize("path", [b"/one/large", b"/stream/large"])
def test_who_reads_nothing_of_a_large_answer_is_cut_off(gateway, stand_in, path):
    if path == b"/one/large":
        stand_in.behave(lambda_.with_first(body="x" * 5_000_000))
    else:
        def write(invocation):
            (item,) = invocation.items
            for _ in range(50):
                yield lambda_.line(item, "chunk", body="x" * 100_000)
            yield lambda_.line(item, "end")

        stand_in.behave(lambda_.streamed(write))
    with Wire(gateway, window=4096) as wire:
        wire.send(b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % path)
        while not any(line.get("path") == path.decode() for line in list(gateway.log)):
            threading.Event().wait(0.02)
        (response,) = wire.read_to_end()
        assert not response.is_whole


# Clients that leave.


def test_who_ends_its_side_has_left(gateway, stand_in):
    with Wire(gateway) as wire:
        wire.send(b"GET /queued/half HTTP/1.1\r\nHost: a\r\n\r\n")
        wire.end()
        assert wire.read_to_end() == []
    assert paths(stand_in) == []


@pytest.mark.parametrize("leave", [Wire.vanish, Wire.end], ids=["reset", "end"])
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="at once"),
        pytest.param(b"GET /one/x HTTP/1.1\r\nHo", id="in the head"),
        pytest.param(b"POST /one/x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc", id="in the body"),
        pytest.param(b"POST /one/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n", id="before the body"),
        pytest.param(b"GET /queued/x HTTP/1.1\r\nHost: a\r\n\r\n" * 3, id="with more behind"),
    ],
)
def test_who_leaves_before_the_flush_is_not_sent(gateway, stand_in, leave, sent):
    wires = [Wire(gateway) for _ in range(5)]
    for wire in wires:
        wire.send(sent)
    threading.Event().wait(0.02)
    for wire in wires:
        leave(wire)
    assert gateway.ask("GET", "/queued/stays").text == "GET /queued/stays "
    assert paths(stand_in) == ["/queued/stays"]
    for wire in wires:
        wire.__exit__()


def test_who_leaves_while_its_function_runs_harms_nobody(gateway, stand_in):
    release = threading.Event()
    stand_in.behave(lambda_.held(release))
    wires = [Wire(gateway) for _ in range(20)]
    for index, wire in enumerate(wires):
        wire.send(b"GET /one/%d HTTP/1.1\r\nHost: a\r\n\r\n" % index)
    stand_in.wait_for(20)
    for wire in wires[::2]:
        wire.vanish()
    release.set()
    for index, wire in list(enumerate(wires))[1::2]:
        (response,) = wire.read()
        assert response.text == f"GET /one/{index} "
        wire.__exit__()


def test_who_leaves_in_the_middle_of_a_stream_ends_it(gateway, stand_in):
    ended = threading.Event()

    def write(invocation):
        (item,) = invocation.items
        try:
            while True:
                yield lambda_.line(item, "chunk", body="x" * 10_000)
        finally:
            ended.set()

    stand_in.behave(lambda_.streamed(write))
    with Wire(gateway) as wire:
        wire.send(b"GET /stream/a HTTP/1.1\r\nHost: a\r\n\r\n")
        wire.read_some()
        wire.vanish()
    assert ended.wait(60)
