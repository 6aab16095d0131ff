"""Answers larger than Lambda takes, of a function of ours."""

import json
import subprocess

import pytest

from conftest import ROOT
from local_lambda import LocalLambda


@pytest.fixture(scope="module")
def greeting(smug, tmp_path_factory):
    command = ["swift", "build", "--product", "greeting-function"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=900)
    functions = {"greeting": f"{ROOT}/.build/debug/greeting-function"}
    local = LocalLambda(smug, tmp_path_factory.mktemp("large"), functions, "--concurrency", "1")
    yield local
    local.stop()


def request(name, identifier="1"):
    # Each quote is two bytes of the event, and four of the answer: JSON within JSON.
    return {"rawPath": "/", "pathParameters": {"name": name}, "requestContext": {"requestId": identifier}}


def invoke(local, event):
    return local.client().invoke(FunctionName="greeting", Payload=json.dumps(event))


def test_an_answer_over_the_limit_is_an_error_and_the_function_goes_on(greeting):
    answer = invoke(greeting, request('"' * 2_000_000))
    assert answer["FunctionError"] == "Unhandled"
    assert json.load(answer["Payload"])["errorType"] == "Function.ResponseSizeTooLarge"
    greeting.wait_for("out", lambda line: "413" in line and "6291556" in line)
    assert json.load(invoke(greeting, request("Ada"))["Payload"])["statusCode"] == 200


def test_an_answer_just_below_the_limit_arrives_whole(greeting):
    body = json.load(invoke(greeting, request("a" * 6_000_000))["Payload"])["body"]
    assert len(json.loads(body)["greeting"]) == len("Hello, !") + 6_000_000


def test_the_largest_of_a_batch_give_way(greeting):
    names = ["Ada", '"' * 500_000, '"' * 600_000, '"' * 700_000]
    batch = {"v": 1, "batch": [request(name, f"id-{place}") for place, name in enumerate(names)]}
    answer = invoke(greeting, batch)
    assert "FunctionError" not in answer
    responses = json.load(answer["Payload"])["responses"]
    assert [(item["id"], item["statusCode"]) for item in responses] == [
        ("id-0", 200), ("id-1", 200), ("id-2", 200), ("id-3", 502),
    ]
    greeting.wait_for("out", lambda line: "id-3" in line and "gave way" in line)
