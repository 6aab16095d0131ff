"""InvokeWithResponseStream on this machine, with botocore as the judge of every frame."""

import json
import pathlib
import sys

import pytest
from botocore.exceptions import ClientError

from gateway import manifest, route
from local_lambda import PYTHON, LocalLambda

HERE = pathlib.Path(__file__).resolve().parent
STREAMING = f"{sys.executable} streaming_runtime.py"


@pytest.fixture(scope="module")
def client(smug, tmp_path_factory):
    functions = {"parts": STREAMING, "plain": PYTHON + "handler"}
    local = LocalLambda(smug, tmp_path_factory.mktemp("local"), functions, "--timeout", "20")
    yield local.client()
    assert local.stop() == 0, local.said()


def stream(client, name="parts", options=None, **event):
    answer = client.invoke_with_response_stream(
        FunctionName=name, Payload=json.dumps(event), **(options or {})
    )
    assert answer["StatusCode"] == 200
    return iter(answer["EventStream"])


def text_of(events):
    """All chunks as one text, and the last event."""
    parts, last = [], None
    for event in events:
        assert last is None, "there is something behind InvokeComplete"
        if "PayloadChunk" in event:
            parts.append(event["PayloadChunk"]["Payload"])
        else:
            last = event["InvokeComplete"]
    return b"".join(parts).decode(), last


def test_each_part_comes_when_it_is_written(client, tmp_path):
    gate = tmp_path / "gate"
    events = stream(client, do="parts", parts=[["one", None], ["two", str(gate)]])
    assert next(events)["PayloadChunk"]["Payload"] == b"one"
    gate.touch()  # the function writes no more before the first part has arrived
    assert text_of(events) == ("two", {})


def test_a_failure_after_the_beginning_is_told_at_the_end(client):
    text, end = text_of(stream(client, do="fail"))
    assert text == "part"
    assert json.loads(end["ErrorDetails"]) == {"errorType": "Broken", "errorMessage": "half way"}
    assert end["ErrorCode"] == "Unhandled"
    assert text_of(stream(client, do="parts", parts=[["still there", None]]))[0] == "still there"


def test_a_process_that_dies_half_way(client, tmp_path):
    events = stream(client, do="die", until=str(tmp_path / "gate"))
    assert next(events)["PayloadChunk"]["Payload"] == b"part"
    (tmp_path / "gate").touch()
    text, end = text_of(events)
    assert text == "" and json.loads(end["ErrorDetails"])["errorType"] == "Runtime.ExitError"


def test_more_than_a_buffered_answer_may_hold(client):
    text, end = text_of(stream(client, do="large", count=160))
    assert len(text) == 160 * 65536 and end == {}


def test_a_runtime_that_does_not_stream(client):
    assert text_of(stream(client, "plain", do="echo", a=1)) == ('{"do": "echo", "a": 1}', {})
    text, end = text_of(stream(client, "plain", do="raise"))
    assert text == "" and json.loads(end["ErrorDetails"])["errorType"] == "ValueError"
    text, end = text_of(stream(client, "plain", {"LogType": "Tail"}, do="print", text="hi"))
    assert end["LogResult"]


def test_a_streamed_answer_to_a_plain_call_is_whole(client):
    answer = client.invoke(
        FunctionName="parts", Payload=json.dumps({"do": "parts", "parts": [["one", None], ["two", None]]})
    )
    assert answer["Payload"].read() == b"onetwo"


def test_what_is_refused(client):
    with pytest.raises(ClientError) as caught:
        stream(client, "absent", do="parts")
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"
    answer = client.invoke_with_response_stream(
        FunctionName="parts", Payload=b"{}", InvocationType="DryRun"
    )
    assert answer["StatusCode"] == 204


def test_the_gateway_streams_from_local_functions(start_gateway, tmp_path):
    operation = route("parts", size=1, wait_ms=0, invokeMode="response_stream")
    gateway = start_gateway(
        manifest(
            {"/events": {"get": operation}},
            Local={"Functions": {"parts": {"Command": [sys.executable, str(HERE / "streaming_runtime.py")]}}},
        ),
        "--local",
    )
    gate = tmp_path / "gate"
    with gateway.caller() as caller:
        caller.send("GET", f"/events?until={gate}")
        response = caller._connection.getresponse()
        assert response.status == 200 and response.headers["content-type"] == "text/event-stream"
        assert response.read1() == b"data: 1\n\n"
        gate.touch()
        assert response.read() == b"data: 2\n\n"
