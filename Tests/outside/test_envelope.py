"""What a function is asked: the batch, and in it each request as API Gateway's HTTP API describes it."""

import base64
import datetime
import time

import pytest

from gateway import manifest, route, together

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:hello"


@pytest.fixture(scope="module")
def gateway(start_gateway):
    one = route(ARN, size=1, wait_ms=0)
    return start_gateway(
        manifest({"/item/{name}": {"get": one, "post": one}, "/batch/{name}": {"get": route(size=3)}})
    )


def item_of(gateway, stand_in, *request):
    answer = gateway.ask(*request)
    assert answer.status == 200, answer
    (invocation,) = stand_in.invocations
    (item,) = invocation.items
    assert item["requestContext"]["requestId"] == answer.headers["x-request-id"]
    return item


def test_the_batch(gateway, stand_in):
    before = int(time.time() * 1000)
    callers = [gateway.caller() for _ in range(3)]
    answers = together(callers, lambda i, caller: caller.ask("GET", f"/batch/{i}"))
    (invocation,) = stand_in.invocations
    envelope = invocation.envelope
    assert envelope["v"] == 1
    assert envelope["meta"]["gateway"] == "simple-multiplexer-gateway"
    assert envelope["meta"]["route"] == "/batch/{name}"
    assert before <= envelope["meta"]["receivedAtMs"] <= int(time.time() * 1000)
    ids = {item["rawPath"]: item["requestContext"]["requestId"] for item in envelope["batch"]}
    assert len(set(ids.values())) == 3
    assert [ids[f"/batch/{i}"] for i in range(3)] == [answer.headers["x-request-id"] for answer in answers]
    for caller in callers:
        caller.__exit__()


def test_a_request_with_everything(gateway, stand_in):
    before = int(time.time() * 1000)
    item = item_of(
        gateway, stand_in, "GET", "/item/caf%C3%A9%2F1?a=1&b=x%20y+z&a=2&empty=",
        [
            ("X-Once", "one"), ("X-Twice", "first"), ("x-twice", "second"), ("Cookie", "a=b; c=d"),
            ("User-Agent", "the tests"), ("Connection", "x-private"), ("X-Private", "hop"),
            ("TE", "trailers"), ("X-Forwarded-For", "203.0.113.7"), ("X-Request-Id", "chosen by the client"),
        ],
    )
    assert item["version"] == "2.0"
    assert item["routeKey"] == "GET /item/{name}"
    assert item["rawPath"] == "/item/caf%C3%A9%2F1"
    assert item["rawQueryString"] == "a=1&b=x%20y+z&a=2&empty="
    assert item["queryStringParameters"] == {"a": "1,2", "b": "x y z", "empty": ""}
    assert item["pathParameters"] == {"name": "café/1"}
    assert item["cookies"] == ["a=b", "c=d"]
    assert item["isBase64Encoded"] is False
    assert "body" not in item
    headers = item["headers"]
    assert (headers["x-once"], headers["x-twice"]) == ("one", "first,second")
    assert headers["host"] == f"127.0.0.1:{gateway.port}"
    assert not {"cookie", "connection", "x-private", "te"} & set(headers)

    context = item["requestContext"]
    assert context["requestId"] != "chosen by the client"
    assert context["routeKey"] == "GET /item/{name}"
    assert context["stage"] == "$default"
    assert context["accountId"] == "123456789012"
    assert before <= context["timeEpoch"] <= int(time.time() * 1000)
    stated = datetime.datetime.strptime(context["time"], "%d/%b/%Y:%H:%M:%S %z")
    assert int(stated.timestamp()) == context["timeEpoch"] // 1000
    assert context["http"] == {
        "method": "GET",
        "path": "/item/caf%C3%A9%2F1",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "the tests",
    }


def test_a_request_with_nothing(gateway, stand_in):
    item = item_of(gateway, stand_in, "GET", "/item/one")
    assert item["rawQueryString"] == ""
    assert not {"queryStringParameters", "cookies", "body"} & set(item)


@pytest.mark.parametrize(
    "body",
    [b"plain", "grüße \U0001f44b \u2028".encode(), b'{"a":"\\u0000 \\" \\\\"}\r\n\t', bytes(range(256)), b"a\0b", b"\xff"],
)
def test_a_body_arrives_as_it_was_sent(gateway, stand_in, body):
    item = item_of(gateway, stand_in, "POST", "/item/one", [("content-type", "application/octet-stream")], body)
    contents = base64.b64decode(item["body"]) if item["isBase64Encoded"] else item["body"].encode()
    assert contents == body


def test_text_stays_readable(gateway, stand_in):
    item = item_of(gateway, stand_in, "POST", "/item/one", [("content-type", "text/plain")], "grüße".encode())
    assert (item["body"], item["isBase64Encoded"]) == ("grüße", False)
