"""Whatever the function does, every caller gets exactly one answer: its own, or the right error."""

import base64
import contextlib
import json
import threading
import time

import pytest

import frames
import stand_in as lambda_
from admin import Admin, total
from gateway import manifest, route, together
from wire import Wire

CALLERS = 4


@pytest.fixture(scope="module")
def gateway(start_gateway):
    def both(operation):
        return {"get": operation, "post": operation}

    return start_gateway(
        manifest(
            {
                "/item/{name}": both(route(size=CALLERS)),
                "/single/{name}": both(route(size=1, wait_ms=0)),
                "/plain/{name}": both(route(size=1, wait_ms=0, batch="off")),
                "/stream/{name}": both(route(size=1, wait_ms=0, invokeMode="response_stream")),
                "/hurried/{name}": both(route(size=CALLERS, wait_ms=3000, timeout_ms=4000)),
                "/patient/{name}": both(route(size=64, wait_ms=700)),
            }
        )
    )


def answers_to(gateway, stand_in, behaviour, base="/item"):
    """Four callers' answers to that behaviour, in the order of their items in the one batch they make.

    Each caller then asks again, on the same connection and of a Lambda that behaves: nothing of the first
    round may be left on a connection or in the gateway.
    """
    paths = [f"{base}/{index}" for index in range(CALLERS)]
    stand_in.behave(behaviour)
    with contextlib.ExitStack() as stack:
        callers = [stack.enter_context(gateway.caller()) for _ in paths]
        answers = together(callers, lambda i, caller: caller.ask("GET", paths[i]))
        order = [item["rawPath"] for item in stand_in.invocations[0].items]
        assert sorted(order) == paths, "the four requests make one batch"
        stand_in.behave(lambda_.echo)
        again = together(callers, lambda i, caller: caller.ask("GET", f"/item/again-{i}"))
    for index, answer in enumerate(again):
        check_own(answer, f"/item/again-{index}")
    return [(path, answers[paths.index(path)]) for path in order]


def check_own(answer, path, status=200):
    assert answer.status == status, answer
    assert answer.text == f"GET {path} "
    assert answer.headers["x-path"] == path
    assert answer.headers["x-request-id"]


def check_problem(answer, status):
    """A problem document that says what and nothing that is not the client's business."""
    assert answer.status == status, answer
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json
    assert problem["status"] == status
    assert all(isinstance(problem[name], str) and problem[name] for name in ("type", "title", "code"))
    assert isinstance(problem["detail"], str)
    assert problem["requestId"] == answer.headers["x-request-id"]
    assert not any(secret in answer.text for secret in ("arn:", "secret", "127.0.0.1", "Exception"))
    if status in (429, 503):
        assert int(answer.headers["retry-after"]) >= 1


# Every item is answered.


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(lambda_.echo, id="in order"),
        pytest.param(lambda_.edited(lambda records: records[::-1]), id="in another order"),
        pytest.param(
            lambda_.edited(lambda records: [{**records[0], "id": "unknown"}, *records, {**records[0], "id": ""}]),
            id="with answers to nobody",
        ),
        pytest.param(
            lambda_.edited(lambda records: records + [{**one, "body": "second"} for one in records]),
            id="twice: the first counts",
        ),
        pytest.param(
            lambda_.edited(lambda records: [{**one, "future": [1, {"a": None}]} for one in records]),
            id="with members of the future",
        ),
        pytest.param(
            lambda_.edited(lambda records: [{**one, "statusCode": "200"} for one in records]),
            id="with numbers as strings",
        ),
        pytest.param(
            lambda_.edited(lambda records: [{**one, "cookies": None, "isBase64Encoded": None} for one in records]),
            id="with null for absent",
        ),
        pytest.param(
            lambda_.edited(
                lambda records: [
                    {**one, "isBase64Encoded": True, "body": base64.b64encode(one["body"].encode()).decode()}
                    for one in records
                ]
            ),
            id="in base64",
        ),
        pytest.param(lambda_.late(0.3), id="late, but in time"),
    ],
)
def test_every_caller_gets_its_own_answer(gateway, stand_in, behaviour):
    for path, answer in answers_to(gateway, stand_in, behaviour):
        check_own(answer, path)


# One item's fault is one item's answer.


@pytest.mark.parametrize(
    "behaviour",
    [
        pytest.param(lambda_.edited(lambda records: records[1:]), id="left out"),
        pytest.param(lambda_.with_first(id=lambda_.REMOVED), id="without id"),
        pytest.param(lambda_.with_first(id=7), id="a number for id"),
        pytest.param(lambda_.with_first(statusCode=lambda_.REMOVED), id="without status"),
        pytest.param(lambda_.with_first(statusCode="many"), id="a word for status"),
        pytest.param(lambda_.with_first(statusCode=200.5), id="a fraction for status"),
        pytest.param(lambda_.with_first(statusCode=99), id="status 99"),
        pytest.param(lambda_.with_first(statusCode=101), id="status 101"),
        pytest.param(lambda_.with_first(statusCode=1000), id="status 1000"),
        pytest.param(lambda_.with_first(body={"an": "object"}), id="an object for body"),
        pytest.param(lambda_.with_first(body="@@@", isBase64Encoded=True), id="no base64"),
        pytest.param(lambda_.with_first(headers={"bad name": "a"}), id="a bad header name"),
        pytest.param(lambda_.with_first(headers={"x-a": "b\r\nset-cookie: c=d"}), id="a bad header value"),
        pytest.param(lambda_.with_first(headers="none"), id="a string for headers"),
        pytest.param(lambda_.with_first(cookies=["a=b\r\nx-c: d"]), id="a bad cookie"),
        pytest.param(lambda_.edited(lambda records: ["not a record", *records[1:]]), id="not a record"),
    ],
)
def test_a_spoilt_record_costs_one_caller(gateway, stand_in, behaviour):
    (_, first), *others = answers_to(gateway, stand_in, behaviour)
    check_problem(first, 502)
    assert first.headers["set-cookie"] is None
    for path, answer in others:
        check_own(answer, path)


# Nobody has an answer.

CLOSED = b""
GARBAGE = b"HTTP/1.1 banana\r\n\r\n"


@pytest.mark.parametrize(
    "status, behaviour",
    [
        pytest.param(502, lambda_.body(b""), id="nothing"),
        pytest.param(502, lambda_.body(b"not JSON"), id="not JSON"),
        pytest.param(502, lambda_.body(b'{"v":1,"responses":['), id="half of it"),
        pytest.param(502, lambda_.body(b"null"), id="null"),
        pytest.param(502, lambda_.body(b"[]"), id="an array"),
        pytest.param(502, lambda_.body(b'{"hello":"world"}'), id="another document"),
        pytest.param(502, lambda_.body(b'{"v":1}'), id="no responses"),
        pytest.param(502, lambda_.body(b'{"v":1,"responses":null}'), id="null for responses"),
        pytest.param(502, lambda_.body(b'{"v":1,"responses":{}}'), id="an object for responses"),
        pytest.param(502, lambda_.body(b'{"v":1,"responses":[]}'), id="no response"),
        pytest.param(502, lambda_.body(b"[" * 100_000), id="too deep"),
        pytest.param(502, lambda i: lambda_.document({**json.loads(lambda_.echo(i).body), "v": 2}), id="version 2"),
        pytest.param(502, lambda i: lambda_.document({**json.loads(lambda_.echo(i).body), "v": "1"}), id='version "1"'),
        pytest.param(502, lambda_.plain(), id="one answer for four"),
        pytest.param(502, lambda_.wire(CLOSED), id="connection closed"),
        pytest.param(502, lambda_.wire(GARBAGE), id="not HTTP"),
        pytest.param(502, lambda_.truncated, id="connection closed half way"),
        pytest.param(502, lambda_.function_error(), id="function raised"),
        pytest.param(502, lambda_.function_error("Runtime.ExitError"), id="function died"),
        pytest.param(504, lambda_.function_error("Sandbox.Timedout", "Task timed out after 3.00 seconds"), id="function timed out"),
        pytest.param(502, lambda_.refused(500, "ServiceException"), id="Lambda failed"),
        pytest.param(502, lambda_.refused(403, "AccessDeniedException"), id="not allowed"),
        pytest.param(502, lambda_.refused(404, "ResourceNotFoundException"), id="no such function"),
        pytest.param(503, lambda_.refused(429, "TooManyRequestsException"), id="throttled"),
        pytest.param(503, lambda_.refused(502, "EC2ThrottledException"), id="no environment"),
        pytest.param(503, lambda_.refused(409, "ResourceConflictException"), id="function is being changed"),
    ],
)
def test_a_failed_invocation_costs_every_caller_of_its_batch(gateway, stand_in, status, behaviour):
    for _, answer in answers_to(gateway, stand_in, behaviour):
        check_problem(answer, status)


@pytest.mark.parametrize(
    "status, behaviour",
    [
        pytest.param(503, lambda_.refused(429, "TooManyRequestsException", **{"retry-after": "7"}), id="throttled"),
        pytest.param(503, lambda_.refused(503, "ServiceUnavailableException", **{"retry-after": "7"}), id="down"),
        pytest.param(502, lambda_.refused(503, "", **{"retry-after": "7"}), id="a proxy before Lambda"),
    ],
)
def test_how_long_lambda_wants_to_be_left_alone_is_passed_on(gateway, stand_in, status, behaviour):
    stand_in.behave(behaviour)
    answer = gateway.ask("GET", "/single/one")
    check_problem(answer, status)
    assert answer.headers["retry-after"] == "7"


def test_a_function_that_is_late_costs_its_callers_only(gateway, stand_in):
    for _, answer in answers_to(gateway, stand_in, lambda_.late(6), base="/hurried"):
        check_problem(answer, 504)


def test_a_late_answer_reaches_nobody(gateway, stand_in):
    release = threading.Event()
    stand_in.behave(lambda_.held(release))
    with gateway.caller() as caller:
        check_problem(caller.ask("GET", "/hurried/first"), 504)
        stand_in.behave(lambda_.echo)
        release.set()
        check_own(caller.ask("GET", "/hurried/second"), "/hurried/second")


@pytest.mark.parametrize("proxy", [False, True], ids=["direct", "proxy"])
@pytest.mark.parametrize("mode", ["buffered", "response_stream"])
def test_a_dropped_invocation_keeps_its_place_until_its_function_has_ended(start_gateway, stand_in, mode, proxy):
    paths = {"/{name}": {"get": route(size=1, wait_ms=0, invokeMode=mode)}}
    variables = {"AWS_ENDPOINT_URL_LAMBDA": "http://lambda.invalid", "http_proxy": stand_in.url} if proxy else {}
    gateway = start_gateway(manifest(paths, MaxInflightInvocations=1), **variables)
    release = threading.Event()

    def write(invocation):
        (item,) = invocation.items
        yield lambda_.line(item, "head") + lambda_.line(item, "chunk", body=item["rawPath"])
        release.wait(30)
        yield lambda_.line(item, "end")

    stand_in.behave(lambda_.streamed(write) if mode == "response_stream" else lambda_.held(release))
    with Wire(gateway) as wire:
        wire.send(b"GET /gone HTTP/1.1\r\nHost: a\r\n\r\n")
        (gone,) = stand_in.wait_for(1)
        if mode == "response_stream":
            wire.read_some()
        wire.vanish()
    gateway.wait_for_event("invocation_dropped")
    with gateway.caller(timeout=18) as caller, Wire(gateway) as wire:  # less than the route's timeout
        wire.send(b"GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        assert not wire.has_something(0.3) and stand_in.invocations == [gone]
        release.set()
        assert wire.has_something(18)
        assert "/last" in caller.ask("GET", "/last").text


# A batch of one.


def test_one_item_may_be_answered_without_an_envelope(gateway, stand_in):
    stand_in.behave(lambda_.plain(statusCode=201, headers={"x-a": "b"}, cookies=["c=d", "e=f"]))
    answer = gateway.ask("GET", "/single/one")
    assert (answer.status, answer.text, answer.headers["x-a"]) == (201, "plain", "b")
    assert answer.headers.get_all("set-cookie") == ["c=d", "e=f"]


def test_an_item_that_alone_is_too_large_for_lambda_is_the_clients_fault(gateway, stand_in):
    stand_in.behave(lambda_.refused(413, "RequestTooLargeException"))
    check_problem(gateway.ask("POST", "/single/one", body=b"large"), 413)


def test_a_record_becomes_a_response(gateway, stand_in):
    headers = {
        "X-Number": 7, "x-bool": True, "x-null": None, "x-many": ["1", "2"], "content-length": "999", "connection": "close",
        "transfer-encoding": "chunked", "keep-alive": "timeout=1", "content-type": "image/png",
    }
    contents = bytes(range(256))
    stand_in.behave(
        lambda_.with_first(
            statusCode=203, headers=headers, cookies=[" a=b ", "", "c=d"],
            body=base64.b64encode(contents).decode(), isBase64Encoded=True,
        )
    )
    with gateway.caller() as caller:
        answer = caller.ask("GET", "/single/one")
        assert (answer.status, answer.body) == (203, contents)
        assert answer.headers["content-length"] == "256"
        assert answer.headers["transfer-encoding"] is None
        assert answer.headers["keep-alive"] is None
        assert (answer.headers["x-number"], answer.headers["x-bool"]) == ("7", "true")
        assert answer.headers["x-null"] is None
        assert answer.headers.get_all("x-many") == ["1", "2"]
        assert answer.headers.get_all("set-cookie") == ["a=b", "c=d"]
        stand_in.behave(lambda_.echo)
        check_own(caller.ask("GET", "/single/two"), "/single/two")


def in_parts(status):
    def write(invocation):
        (item,) = invocation.items
        yield lambda_.line(item, "head", statusCode=status)
        yield lambda_.line(item, "chunk", body="must not be sent")
        yield lambda_.line(item, "end")

    return lambda_.streamed(write)


@pytest.mark.parametrize(("status", "length"), [(204, None), (205, "0"), (304, None)])
@pytest.mark.parametrize(
    ("path", "behaviour"),
    [
        ("/single/one", lambda status: lambda_.with_first(statusCode=status, body="must not be sent")),
        ("/plain/one", lambda status: lambda_.plain(statusCode=status, body="must not be sent")),
        ("/stream/one", in_parts),
    ],
)
def test_a_status_without_content_has_none(gateway, stand_in, status, length, path, behaviour):
    stand_in.behave(behaviour(status))
    with gateway.caller() as caller:
        answer = caller.ask("GET", path)
        assert (answer.status, answer.body, answer.headers["content-length"]) == (status, b"", length)
        assert answer.headers["transfer-encoding"] is None
        stand_in.behave(lambda_.echo)
        check_own(caller.ask("GET", "/single/two"), "/single/two")


# Who has left.


def test_a_client_that_leaves_before_the_batch_does_is_not_in_it(gateway, stand_in):
    gone = gateway.caller()
    gone.send("GET", "/patient/gone")
    gone.vanish()
    check_own(gateway.ask("GET", "/patient/stays"), "/patient/stays")
    paths = [item["rawPath"] for invocation in stand_in.invocations for item in invocation.items]
    assert paths == ["/patient/stays"]


def test_a_client_that_leaves_during_the_invocation_harms_nobody(gateway, stand_in):
    release = threading.Event()
    stand_in.behave(lambda_.held(release))
    callers = [gateway.caller() for _ in range(CALLERS)]
    for index, caller in enumerate(callers):
        caller.send("GET", f"/item/{index}")
    stand_in.wait_for(1)
    callers[0].vanish()
    release.set()
    for index, caller in enumerate(callers[1:], start=1):
        check_own(caller.receive(), f"/item/{index}")


def test_a_drain_waits_for_no_window(start_gateway, stand_in):
    """The window is longer than the drain may be: whoever waited for its end would be told 503."""
    patient = {"wait_ms": 899_000, "timeout_ms": 900_000}
    gateway = start_gateway(manifest({"/long/{name}": {"get": route(size=64, **patient)}}, AdminAddr="127.0.0.1:0"))
    admin = Admin(gateway)
    with gateway.caller() as caller, gateway.caller() as other:
        caller.send("GET", "/long/one")
        other.send("GET", "/long/two")
        while total(admin.samples(), "smug_queue_depth") < 2:
            threading.Event().wait(0.02)
        gateway.process.terminate()
        check_own(caller.receive(), "/long/one")
        check_own(other.receive(), "/long/two")
    assert gateway.process.wait(60) == 0
    assert [len(invocation.items) for invocation in stand_in.invocations] == [2]


def test_a_drain_reaches_who_has_sent_half_a_preface(start_gateway, stand_in):
    """A drain that forgot it would take ten minutes."""
    gateway = start_gateway(manifest({"/a": {"get": route(size=1, wait_ms=0)}}, DrainTimeoutMs=600_000))
    with frames.Client(gateway, opening=frames.PREFACE[:8]) as client:
        time.sleep(0.2)  # until the gateway has read it
        gateway.process.terminate()
        gateway.wait_for_event("draining")
        client.send(frames.PREFACE[8:] + frames.frame(frames.SETTINGS) + frames.head(1, "/a"))
        seen = set()
        for kind, flags, _, payload in client.frames():
            seen.add(kind)
            if kind == frames.PING and not flags & frames.ACK:
                client.send(frames.frame(frames.PING, frames.ACK, payload=payload))
    assert {frames.HEADERS, frames.DATA, frames.GOAWAY} <= seen
    assert gateway.process.wait(60) == 0


# What never reaches a function.


def test_no_such_path_and_no_such_method(gateway, stand_in):
    check_problem(gateway.ask("GET", "/nowhere"), 404)
    refused = gateway.ask("DELETE", "/item/one")
    check_problem(refused, 405)
    allowed = {name.strip() for name in refused.headers["allow"].split(",")}
    assert {"GET", "POST"} <= allowed and "DELETE" not in allowed
    assert stand_in.invocations == []


def test_a_body_over_the_limit(gateway, stand_in):
    assert gateway.ask("POST", "/single/one", body=b"x" * (1 << 20)).status == 200
    stand_in.behave(lambda_.echo)
    check_problem(gateway.ask("POST", "/single/one", body=b"x" * ((1 << 20) + 1)), 413)
    assert stand_in.invocations == []
