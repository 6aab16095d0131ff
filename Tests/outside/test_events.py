"""Functions without an adapter behind `batch: off`, in every shape; and the examples of docs/events.md."""

import json
import pathlib
import re
import socket
import sys

import pytest

from gateway import manifest, together

HERE = pathlib.Path(__file__).resolve().parent
DOCUMENT = (HERE.parents[1] / "docs/events.md").read_text()
SHAPES = ["http-v2", "rest-v1", "alb", "function-url"]
# What is another for every request.
OWN = {
    "requestId": "r-…", "extendedRequestId": "r-…", "time": "…", "requestTime": "…", "timeEpoch": 0, "requestTimeEpoch": 0,
}


def local(*names):
    """The functions of shape_function.py as processes."""
    command = [sys.executable, "-m", "awslambdaric"]
    environment = {"PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    return {
        "Functions": {
            name: {"Command": [*command, f"shape_function.{name}"], "Environment": environment, "Concurrency": 2}
            for name in names
        }
    }


def plain(function, shape, **more):
    """An operation without batches."""
    return {"x-target-lambda": function, "x-smug": {"batch": "off", "eventShape": shape, "timeoutMs": 30000, **more}}


@pytest.fixture(scope="module")
def gateway(start_gateway):
    """Every function behind a path of its own, and `batch` as people and their tools write it."""
    paths = {
        "/http/{id}": {"any": plain("http_api", "http-v2")},
        "/rest/{id}": {"any": plain("rest_api", "rest-v1", batch=False)},
        "/alb/{id}": {"any": plain("load_balancer", "alb")},
        "/alb-lists/{id}": {"any": plain("load_balancer", "alb", multiValueHeaders=True)},
        "/url/{id}": {"any": plain("function_url", "function-url")},
        "/fails": {"get": plain("fails", "rest-v1")},
        **{f"/none/{shape}": {"get": plain("no_answer", shape)} for shape in SHAPES},
    }
    functions = ["http_api", "rest_api", "load_balancer", "function_url", "no_answer", "fails"]
    return start_gateway(manifest(paths, Local=local(*functions)), "--local")


def test_an_http_api_makes_a_response_of_json(gateway):
    answer = gateway.ask("GET", "/http/a%20b?color=red&color=blue")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == {"name": "a b", "color": "red,blue"}


def test_an_http_api_makes_a_response_of_text(gateway):
    answer = gateway.ask("POST", "/http/a", body=b"in")
    assert (answer.status, answer.headers["content-type"], answer.text) == (200, "application/json", "héllo")


def test_a_rest_api_merges_headers(gateway):
    answer = gateway.ask("DELETE", "/rest/a%2Fb?color=red&color=light%20blue")
    assert answer.status == 201
    assert answer.headers["x-method"] == "DELETE"
    assert answer.headers.get_all("x-twice") == ["1", "2"]
    assert answer.headers.get_all("set-cookie") == ["a=1", "b=2"]
    assert answer.json == ["a/b", ["red", "light blue"]]


@pytest.mark.parametrize(
    "path, kinds, color", [("/alb/a%20b", ["single"], "light%20blue"), ("/alb-lists/a%20b", ["one", "two"], ["red", "light%20blue"])]
)
def test_a_load_balancer_decodes_nothing(gateway, path, kinds, color):
    answer = gateway.ask("GET", f"{path}?color=red&color=light%20blue")
    assert answer.status == 200
    assert answer.headers.get_all("x-kind") == kinds
    assert answer.json == [path, color]


def test_a_function_url_gives_bytes_and_cookies(gateway):
    answer = gateway.ask("GET", "/url/a%20b")
    assert answer.status == 200
    assert answer.headers.get_all("set-cookie") == ["a=1", "b=2"]
    assert answer.body == b"/url/a%20b anonymous\0\xff"


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_without_a_status(gateway, shape):
    answer = gateway.ask("GET", f"/none/{shape}")
    if shape in ("rest-v1", "alb"):
        assert (answer.status, answer.json["code"]) == (502, "bad_answer")
    else:
        assert (answer.status, answer.json) == (200, {"message": "no status"})


def test_a_function_that_raises(gateway):
    answer = gateway.ask("GET", "/fails")
    assert (answer.status, answer.json["code"]) == (502, "function_failed")
    assert "secret" not in answer.text


@pytest.mark.parametrize("shape", SHAPES)
def test_a_stream_without_an_adapter(start_gateway, tmp_path, shape):
    gate = tmp_path / "gate"
    command = [sys.executable, str(HERE / "streaming_runtime.py")]
    operation = plain("stream", shape, invokeMode="response_stream")
    gateway = start_gateway(
        manifest({"/events": {"get": operation}}, Local={"Functions": {"stream": {"Command": command}}}), "--local")
    with gateway.caller() as caller:
        caller.send("GET", f"/events?until={gate}")
        response = caller._connection.getresponse()
        assert (response.status, response.headers["content-type"]) == (203, "text/event-stream")
        assert response.headers.get_all("set-cookie") == ["a=1", "b=2"]
        assert response.read1() == b"data: 1\n\n"
        gate.touch()
        assert response.read() == b"data: 2\n\n"


def example_request():
    """The document's request, as bytes."""
    block = re.search(r"^```http\n(.*?)^```$", DOCUMENT, re.M | re.S)[1]
    head, body = block.split("\n\n")
    return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body.rstrip("\n").encode()


def example_event(shape):
    section = re.search(rf"^## `{shape}`$(.*?)(?=^## )", DOCUMENT, re.M | re.S)[1]
    return json.loads(re.search(r"^```json\n(.*?)^```$", section, re.M | re.S)[1])


def in_general(value):
    """An event without what is another for every request; the order of members stays."""
    if isinstance(value, dict):
        return {key: OWN.get(key, in_general(item)) for key, item in value.items()}
    return value


def send(gateway, request):
    """Sends bytes and gives the body of the answer."""
    with socket.create_connection((gateway.host, int(gateway.port)), timeout=30) as connection:
        connection.sendall(request.replace(b"\r\n", b"\r\nconnection: close\r\n", 1))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), answer
    return json.loads(body)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_document_says_what_is_sent(start_gateway, shape):
    paths = {"/hello/{id}": {"post": plain("echo", shape)}}
    gateway = start_gateway(manifest(paths, Local=local("echo")), "--local")
    event = send(gateway, example_request())
    assert json.dumps(in_general(event), indent=1) == json.dumps(in_general(example_event(shape)), indent=1)


@pytest.mark.parametrize("shape", [*SHAPES, "alb-lists"])
def test_items_of_a_batch_have_the_same_shape(start_gateway, shape):
    batching = {"maxBatchSize": 4, "maxWaitMs": 20000, "timeoutMs": 60000, "eventShape": shape}
    if shape == "alb-lists":
        batching |= {"eventShape": "alb", "multiValueHeaders": True}
    paths = {"/hello/{id}": {"get": {"x-target-lambda": "batched", "x-smug": batching}}}
    gateway = start_gateway(
        manifest(paths, Local=local("batched")), "--local", SMUG_INCLUDE_BATCH_SIZE_HEADER="1")
    callers = [gateway.caller() for _ in range(4)]
    answers = together(callers, lambda index, caller: caller.ask("GET", f"/hello/{index}?n={index}"))
    for index, answer in enumerate(answers):
        assert (answer.status, answer.headers["x-smug-batch-size"]) == (200, "4")
        event = answer.json
        assert (event.get("rawPath") or event["path"]) == f"/hello/{index}"
        assert event["requestContext"]["requestId"] == answer.headers["x-request-id"]
    for caller in callers:
        caller.__exit__()
