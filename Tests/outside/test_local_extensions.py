"""Extensions beside functions on this machine: one in Python, and one of SmugLambda's."""

import json
import pathlib
import subprocess
import sys
import time
from concurrent import futures

import pytest
from conftest import ROOT
from local_lambda import PYTHON, LocalLambda

EVENT = b'{"do": "echo"}'
EXTENSION = f"{sys.executable} {pathlib.Path(__file__).with_name('local_extension.py')} "


@pytest.fixture
def start(smug, tmp_path):
    running = []

    def start(how, *arguments, handler="handler"):
        words = ["--concurrency", "1", f"--extension=watch={EXTENSION}{how}", *arguments]
        running.append(LocalLambda(smug, tmp_path, {"hello": PYTHON + handler}, *words))
        return running[-1]

    yield start
    for local in running:
        if local.process.poll() is None:
            local.stop()


def told(local, kind):
    """What the extension was told, of a kind."""
    lines = [line.partition("watch: ")[2] for line in local.lines["out"] if f'"eventType": "{kind}"' in line]
    return [json.loads(line) for line in lines]


def test_an_extension_is_told_of_invocations_and_of_the_end(start):
    local = start("well")
    answers = [local.client().invoke(FunctionName="hello", Payload=EVENT) for _ in range(2)]
    assert all("FunctionError" not in answer for answer in answers), local.said()
    line = local.wait_for("out", lambda line: "registered 200" in line)
    assert json.loads(line.partition("200 ")[2]) == {
        "functionName": "hello", "functionVersion": "$LATEST", "handler": "handler", "accountId": "123456789012",
    }
    assert local.stop() == 0
    events = told(local, "INVOKE")
    assert [event["requestId"] for event in events] == [answer["ResponseMetadata"]["RequestId"] for answer in answers]
    assert events[0]["invokedFunctionArn"].endswith(":function:hello")
    assert events[0]["tracing"]["type"] == "X-Amzn-Trace-Id" and events[0]["tracing"]["value"].startswith("Root=1-")
    assert events[0]["deadlineMs"] > time.time() * 1000
    assert [event["shutdownReason"] for event in told(local, "SHUTDOWN")] == ["spindown"]
    assert "watch: done" in local.said(), "it has two seconds for its end"


def test_the_next_invocation_waits_for_the_extension(start, tmp_path):
    gate = tmp_path / "gate"
    local = start(str(gate))
    local.client().invoke(FunctionName="hello", Payload=EVENT)
    with futures.ThreadPoolExecutor() as pool:
        event = b'{"do": "print", "text": "the second"}'
        second = pool.submit(local.client().invoke, FunctionName="hello", Payload=event)
        # Time for it to come too early, if it does.
        futures.wait([second], timeout=0.3)
        gate.touch()
        assert "FunctionError" not in second.result(60)
    said = local.said()
    assert said.index("watch: on") < said.index("the second")


def invoke_when_free(local):
    """Invokes again while the one environment that there may be is not free."""
    client = local.client()
    end = time.monotonic() + 60
    while True:
        try:
            return client.invoke(FunctionName="hello", Payload=EVENT)
        except client.exceptions.TooManyRequestsException:
            assert time.monotonic() < end, local.said()
            time.sleep(0.02)


def test_an_extension_that_cannot_start_ends_its_environment(start):
    local = start("refuse")
    answer = local.client().invoke(FunctionName="hello", Payload=EVENT)
    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"]) == {"errorType": "Watch.NoDisk", "errorMessage": "no disk"}


def test_behind_an_extension_that_crashes_there_is_an_environment_again(start):
    local = start("crash")
    # The first caller has its answer before the crash, or is told of it.
    local.client().invoke(FunctionName="hello", Payload=EVENT)
    invoke_when_free(local)
    assert local.said().count("registered 200") == 2


def test_an_extension_that_cannot_be_started_is_told(smug, tmp_path):
    local = LocalLambda(smug, tmp_path, {"hello": PYTHON + "handler"}, "--extension=watch=/nowhere/watch")
    answer = local.client().invoke(FunctionName="hello", Payload=EVENT)
    assert json.load(answer["Payload"])["errorType"] == "Extension.LaunchError"
    assert local.stop() == 0


def test_a_deaf_extension_does_not_hold_up_the_end(start):
    took = []
    # A machine that has much to do may once take as long as an extension that listens would have.
    while not took or min(took) >= 2 and len(took) < 5:
        local = start("deaf")
        local.client().invoke(FunctionName="hello", Payload=EVENT)
        began = time.monotonic()
        assert local.stop() == 0
        took.append(time.monotonic() - began)
        assert told(local, "SHUTDOWN") == []
    assert min(took) < 2, took


def test_an_extension_of_ours_runs_beside_a_function(smug, tmp_path):
    command = ["swift", "build", "--product", "watch-extension"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=900)
    extension = f"--extension=watch-extension={ROOT}/.build/debug/watch-extension"
    local = LocalLambda(smug, tmp_path, {"hello": PYTHON + "handler"}, extension)
    answer = local.client().invoke(FunctionName="hello", Payload=EVENT)
    request = answer["ResponseMetadata"]["RequestId"]
    local.wait_for("out", lambda line: f"invocation {request}" in line)
    assert local.stop() == 0
    assert "the end: spindown" in local.said()
