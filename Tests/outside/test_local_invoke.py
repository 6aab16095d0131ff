"""The Invoke API on this machine, with boto3 as the judge and AWS's own Python runtime behind it."""

import base64
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import threading
import time

import pytest
from botocore.exceptions import ClientError

from local_lambda import PYTHON, LocalLambda, is_running, wait_until_gone

ACCOUNT = "123456789012"
ARN = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:hello"


@pytest.fixture(scope="module")
def start(smug, tmp_path_factory):
    running = []

    def start(functions=None, *arguments, **variables):
        functions = functions or {"hello": PYTHON + "handler"}
        local = LocalLambda(smug, tmp_path_factory.mktemp("local"), functions, *arguments, **variables)
        running.append(local)
        return local

    yield start
    for local in running:
        assert local.stop() == 0, local.said()


@pytest.fixture(scope="module")
def local(start):
    return start()


@pytest.fixture(scope="module")
def client(local):
    return local.client()


def invoke(client, do="echo", name="hello", options=None, **event):
    return client.invoke(FunctionName=name, Payload=json.dumps({"do": do, **event}), **(options or {}))


def result(answer):
    return json.loads(answer["Payload"].read())


def error_of(call):
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response


def test_an_invocation(client):
    answer = invoke(client, text="grüße \U0001f44b")
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert "FunctionError" not in answer
    assert len(answer["ResponseMetadata"]["RequestId"]) == 36
    assert result(answer) == {"do": "echo", "text": "grüße \U0001f44b"}


NAMES = ["hello", f"{ACCOUNT}:function:hello", ARN, "hello:$LATEST", f"{ARN}:$LATEST"]


@pytest.mark.parametrize("name", NAMES)
def test_every_form_of_the_name(client, name):
    found = result(invoke(client, "context", name))
    assert found["arn"] == (f"{ARN}:$LATEST" if name.endswith("$LATEST") else ARN)


def test_the_qualifier_of_the_query(client):
    assert result(invoke(client, "context", options={"Qualifier": "$LATEST"}))["arn"] == f"{ARN}:$LATEST"


@pytest.mark.parametrize("name, qualifier, told", [
    ("nobody", None, f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:nobody"),
    ("hello:live", None, f"{ARN}:live"), ("hello", "7", f"{ARN}:7"),
])
def test_what_is_not_there(client, name, qualifier, told):
    options = {"Qualifier": qualifier} if qualifier else {}
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        invoke(client, name=name, options=options)
    assert caught.value.response["Error"]["Message"] == f"Function not found: {told}"
    assert caught.value.response["Type"] == "User"


def test_what_the_context_holds(client):
    custom = base64.b64encode(json.dumps({"custom": {"a": "grüße\n"}, "client": {}}).encode()).decode()
    answer = invoke(client, "context", options={"ClientContext": custom, "TenantId": "blue"})
    found = result(answer)
    assert found["request_id"] == answer["ResponseMetadata"]["RequestId"]
    assert (found["name"], found["version"], found["memory"]) == ("hello", "$LATEST", "128")
    assert found["log_group"] == "/aws/lambda/hello"
    assert "[$LATEST]" in found["log_stream"]
    assert 25_000 < found["left"] <= 30_000
    assert found["custom"] == {"a": "grüße\n"}
    assert found["tenant"] in ("blue", None), "older runtimes do not know of tenants"
    assert found["trace"].startswith("Root=1-") and "Sampled=0" in found["trace"]


def test_a_client_context_that_is_none(client):
    with pytest.raises(client.exceptions.InvalidRequestContentException):
        invoke(client, options={"ClientContext": base64.b64encode(b"[1").decode()})


def test_no_payload_is_an_empty_object(client):
    answer = client.invoke(FunctionName="hello")
    assert answer["FunctionError"] == "Unhandled"
    assert result(answer)["errorType"] == "KeyError", "the handler found no member in {}"


def test_a_dry_run(client):
    answer = invoke(client, "exit", options={"InvocationType": "DryRun"}, status=1)
    assert answer["StatusCode"] == 204


def test_an_event_runs_later(client, tmp_path):
    notes = tmp_path / "notes"
    answer = invoke(client, "note", options={"InvocationType": "Event"}, file=str(notes))
    assert (answer["StatusCode"], answer["Payload"].read()) == (202, b"")
    wait_for_lines(notes, 1)


def test_an_event_that_fails_is_tried_twice_more(client, tmp_path):
    notes = tmp_path / "notes"
    answer = invoke(client, "note", options={"InvocationType": "Event"}, file=str(notes), fail=True)
    assert wait_for_lines(notes, 3) == [answer["ResponseMetadata"]["RequestId"]] * 3


def wait_for_lines(path, count, seconds=60):
    end = time.monotonic() + seconds
    while True:
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) >= count:
            return lines
        assert time.monotonic() < end, lines
        threading.Event().wait(0.02)


def test_an_error_of_the_function(client):
    answer = invoke(client, "raise")
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    document = result(answer)
    assert (document["errorType"], document["errorMessage"]) == ("ValueError", "no")
    assert document["stackTrace"]


@pytest.mark.parametrize("do, event, told", [
    ("exit", {"status": 1}, "exit status 1"), ("exit", {"status": 9}, "exit status 9"),
    ("kill", {"signal": signal.SIGKILL}, "signal: killed"), ("kill", {"signal": signal.SIGSEGV}, "signal: segmentation fault"),
])
def test_a_crash_in_the_middle(client, do, event, told):
    answer = invoke(client, do, **event)
    assert (answer["StatusCode"], answer["FunctionError"]) == (200, "Unhandled")
    request_id = answer["ResponseMetadata"]["RequestId"]
    assert result(answer) == {
        "errorType": "Runtime.ExitError", "errorMessage": f"RequestId: {request_id} Error: Runtime exited with error: {told}",
    }
    assert result(invoke(client)) == {"do": "echo"}


def test_a_process_that_is_killed_while_it_waits(client):
    before = result(invoke(client, "pid"))
    os.kill(before, signal.SIGKILL)
    wait_until_gone(before)
    for _ in range(3):
        assert result(invoke(client, "pid")) != before


def test_a_process_that_is_killed_while_it_works(client, tmp_path):
    pid = result(invoke(client, "pid"))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waiting = tmp_path / "waiting"
        answer = pool.submit(invoke, client, "hold", waiting=str(waiting), until=str(tmp_path / "never"))
        wait_for_lines_in(waiting)
        os.kill(pid, signal.SIGKILL)
        assert result(answer.result())["errorMessage"].endswith("signal: killed")
    assert result(invoke(client, "pid")) != pid


def wait_for_lines_in(path, seconds=60):
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end
        threading.Event().wait(0.01)


def test_a_function_that_cannot_be_imported(start):
    local = start({"broken": f"{PYTHON[:-len('local_function.')]}nowhere.handler"})
    for _ in range(2):
        answer = invoke(local.client(), name="broken")
        assert answer["FunctionError"] == "Unhandled"
        assert result(answer)["errorType"] == "Runtime.ImportModuleError"


def test_a_program_that_does_not_exist(start):
    answer = invoke(start({"missing": "./not-there"}).client(), name="missing")
    assert result(answer)["errorType"] == "Runtime.InvalidEntrypoint"


def test_a_function_that_takes_too_long(start):
    client = start(None, "--timeout", "3").client()
    pid = result(invoke(client, "pid"))
    answer = invoke(client, "hang")
    assert answer["FunctionError"] == "Unhandled"
    document = result(answer)
    assert document["errorType"] == "Sandbox.Timedout"
    assert document["errorMessage"].endswith(
        f"{answer['ResponseMetadata']['RequestId']} Task timed out after 3.00 seconds"
    )
    wait_until_gone(pid)
    assert result(invoke(client)) == {"do": "echo"}


def test_beyond_its_limit_a_function_is_throttled(start, tmp_path):
    client = start(None, "--concurrency", "1").client()
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waiting, until = tmp_path / "waiting", tmp_path / "until"
        held = pool.submit(invoke, client, "hold", waiting=str(waiting), until=str(until))
        wait_for_lines_in(waiting)
        with pytest.raises(client.exceptions.TooManyRequestsException) as caught:
            invoke(client)
        told = caught.value.response
        assert told["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
        assert told["retryAfterSeconds"] == "1"
        assert told["ResponseMetadata"]["HTTPStatusCode"] == 429
        event = invoke(client, "note", options={"InvocationType": "Event"}, file=str(tmp_path / "notes"))
        assert event["StatusCode"] == 202, "an event waits"
        until.touch()
        assert result(held.result())
        wait_for_lines(tmp_path / "notes", 1)


def test_under_load_more_processes_are_started(start, tmp_path):
    client = start(None, "--concurrency", "4").client()
    until = tmp_path / "until"
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        held = [
            pool.submit(invoke, client, "hold", waiting=str(tmp_path / f"waiting-{i}"), until=str(until)) for i in range(4)
        ]
        for i in range(4):
            wait_for_lines_in(tmp_path / f"waiting-{i}")
        until.touch()
        pids = {result(each.result()) for each in held}
    assert len(pids) == 4
    assert result(invoke(client, "pid")) in pids, "idle processes stay warm"


def test_many_at_once(start):
    client = start(None, "--concurrency", "8").client()
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: result(invoke(client, number=number)), range(400)))
    assert [answer["number"] for answer in answers] == list(range(400))


def test_the_tail_of_the_log(local, client):
    answer = invoke(client, "print", options={"LogType": "Tail"}, text="hello from inside")
    request_id = answer["ResponseMetadata"]["RequestId"]
    log = base64.b64decode(answer["LogResult"]).decode().splitlines()
    assert log[0] == f"START RequestId: {request_id} Version: $LATEST"
    assert {"hello from inside", "to stderr"} <= set(log)
    assert log[-2] == f"END RequestId: {request_id}"
    assert log[-1].startswith(f"REPORT RequestId: {request_id}\tDuration: ")
    local.wait_for("out", lambda line: line == "hello | hello from inside")
    assert not any("RequestId" in line for line in local.lines["out"])


def test_the_tail_has_a_limit(client):
    answer = invoke(client, "print", options={"LogType": "Tail"}, text="a" * 10_000)
    assert len(base64.b64decode(answer["LogResult"])) == 4096


def test_without_asking_there_is_no_tail(client):
    assert "LogResult" not in invoke(client, "print", text="a")


def test_a_crash_has_a_tail_too(client):
    answer = invoke(client, "exit", options={"LogType": "Tail"}, status=3)
    assert b"START RequestId" in base64.b64decode(answer["LogResult"])


@pytest.mark.parametrize("size, kind", [(6_291_456, "RequestResponse"), (1_048_576, "Event")])
def test_the_limit_of_a_payload(client, size, kind):
    event = b'{"do":"pid","a":"%s"}'
    fill = size - len(event) + 2
    options = {"FunctionName": "hello", "InvocationType": kind}
    assert client.invoke(Payload=event % (b"a" * fill), **options)["StatusCode"] in (200, 202)
    with pytest.raises(client.exceptions.RequestTooLargeException) as caught:
        client.invoke(Payload=event % (b"a" * (fill + 1)), **options)
    assert f"must be smaller than {size} bytes" in caught.value.response["Error"]["Message"]


def test_the_limit_of_an_answer(client):
    whole = invoke(client, "large", size=6_291_554)
    assert len(whole["Payload"].read()) == 6_291_556
    answer = invoke(client, "large", size=6_291_555)
    assert answer["FunctionError"] == "Unhandled"
    assert result(answer) == {
        "errorType": "Function.ResponseSizeTooLarge",
        "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes).",
    }
    assert result(invoke(client)) == {"do": "echo"}


@pytest.mark.parametrize("payload", [b"hello", b"{", b"{}{}", b'"\xff"', b"\xef\xbb\xbf{}"])
def test_a_payload_that_is_not_json(client, payload):
    with pytest.raises(client.exceptions.InvalidRequestContentException) as caught:
        client.invoke(FunctionName="hello", Payload=payload)
    assert caught.value.response["Error"]["Message"].startswith("Could not parse request body into json")


def test_bad_values_of_fields(client):
    told = error_of(lambda: invoke(client, options={"InvocationType": "Sync"}))
    assert told["Error"]["Code"] == "InvalidParameterValueException"
    told = error_of(lambda: invoke(client, options={"LogType": "Head"}))
    assert told["Error"]["Code"] == "InvalidParameterValueException"


def test_what_a_function_finds_in_its_environment(start, tmp_path):
    (tmp_path / "variables").write_text("# comment\nGREETING='hello there'\nexport A=b\n")
    local = start(
        None, "--env-file", str(tmp_path / "variables"), "--region", "eu-west-1",
        AWS_ACCESS_KEY_ID="", HTTP_PROXY="http://127.0.0.1:9", LEFT_OUT="x",
    )
    found = result(invoke(local.client(), "environment"))
    assert (found["GREETING"], found["A"]) == ("hello there", "b")
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert (found["AWS_LAMBDA_FUNCTION_NAME"], found["AWS_LAMBDA_FUNCTION_VERSION"]) == ("hello", "$LATEST")
    assert (found["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], found["TZ"]) == ("128", ":UTC")
    assert found["AWS_LAMBDA_INITIALIZATION_TYPE"] == "on-demand"
    assert found["AWS_ACCESS_KEY_ID"] and found["AWS_SECRET_ACCESS_KEY"] and found["AWS_SESSION_TOKEN"]
    assert pathlib.Path(found["LAMBDA_TASK_ROOT"]).samefile(pathlib.Path(__file__).parent)
    assert not {"HTTP_PROXY", "LEFT_OUT"} & set(found)


# Signatures, when they are asked for.

KEY, SECRET = "AKIDLOCAL", "secret/of+the/tests"


@pytest.fixture(scope="module")
def checking(start):
    return start(None, "--check-signatures", AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_signs_is_let_in(checking, name):
    assert result(invoke(checking.client((KEY, SECRET)), name=name)) == {"do": "echo"}


@pytest.mark.parametrize("credentials, code", [
    (None, "MissingAuthenticationTokenException"), ((KEY, "wrong"), "InvalidSignatureException"),
    (("AKIDWRONG", SECRET), "UnrecognizedClientException"),
])
def test_whoever_does_not_is_refused(checking, credentials, code):
    told = error_of(lambda: invoke(checking.client(credentials)))
    assert told["Error"]["Code"] == code
    assert told["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert told["ResponseMetadata"]["RequestId"]


def test_a_client_may_begin_with_http2(checking):
    call = ["curl", "-sS", "--http2-prior-knowledge", "--max-time", "20", "-w", "\\n%{http_version} %{http_code}"]
    signed = ["--aws-sigv4", "aws:amz:us-east-1:lambda", "--user", f"{KEY}:{SECRET}"]
    for path in ("2015-03-31/functions/hello/invocations", "2021-11-15/functions/hello/response-streaming-invocations"):
        whole = [*call, *signed, "-d", '{"do":"echo"}', f"{checking.url}/{path}"]
        body, _, told = subprocess.check_output(whole, timeout=30).rpartition(b"\n")
        assert told == b"2 200" and b'{"do": "echo"}' in body, (body, told)
        unsigned = [*call, "-d", "{}", f"{checking.url}/{path}"]
        assert subprocess.check_output(unsigned, timeout=30).endswith(b"\n2 403")


# The end.


@pytest.mark.parametrize("numbers", [
    (signal.SIGINT,), (signal.SIGTERM,), (signal.SIGHUP,), (signal.SIGINT, signal.SIGINT, signal.SIGINT),
])
def test_a_signal_leaves_no_process_behind(start, tmp_path, numbers):
    local = start()
    client = local.client()
    idle = result(invoke(client, "pid"))
    stubborn = result(invoke(client, "be_stubborn"))
    assert all(is_running(pid) for pid in [idle, *stubborn])
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waiting = tmp_path / "waiting"
        held = pool.submit(error_of, lambda: invoke(client, "hold", waiting=str(waiting), until=str(tmp_path / "never")))
        wait_for_lines_in(waiting)
        assert local.stop(*numbers) == 0, local.said()
        assert held.result()["Error"]["Code"] == "ServiceException"
    assert not any(is_running(pid) for pid in [idle, *stubborn])
