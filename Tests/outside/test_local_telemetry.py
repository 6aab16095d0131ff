"""What extensions on this machine are told of their environment, by the Telemetry API and the Logs API."""

import json
import pathlib
import re
import shlex
import subprocess
import sys
import time

import pytest
from conftest import ROOT
from local_lambda import PYTHON, LocalLambda

EXTENSION = pathlib.Path(__file__).with_name("local_telemetry_extension.py")
TIME = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ")


class Told:
    """What an extension has noted."""

    def __init__(self, file):
        self._file = file

    @property
    def notes(self):
        lines = self._file.read_text().splitlines(keepends=True) if self._file.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def of(self, name):
        return [note[name] for note in self.notes if name in note]

    @property
    def records(self):
        return [record for note in self.notes if note.get("status", 200) == 200 for record in note.get("records", [])]

    def types(self):
        return [record["type"] for record in self.records]

    def one(self, kind):
        (record,) = [record["record"] for record in self.records if record["type"] == kind]
        return record

    def wait_for(self, kind, count=1, seconds=60):
        end = time.monotonic() + seconds
        while self.types().count(kind) < count:
            assert time.monotonic() < end, f"{kind} is missing\n{self.notes}"
            time.sleep(0.02)


@pytest.fixture
def start(smug, tmp_path):
    running = []

    def start(*arguments, function=PYTHON + "handler", **wanted):
        told = Told(tmp_path / "told")
        command = shlex.join([sys.executable, str(EXTENSION), json.dumps({"file": str(tmp_path / "told"), **wanted})])
        words = ["--concurrency", "1", f"--extension=tell={command}", *arguments]
        running.append(LocalLambda(smug, tmp_path, {"hello": function}, *words))
        return running[-1], told

    yield start
    for local in running:
        if local.process.poll() is None:
            assert local.stop() == 0, local.said()


def invoke(local, **event):
    answer = local.client().invoke(FunctionName="hello", Payload=json.dumps(event))
    return answer["ResponseMetadata"]["RequestId"], answer


def test_the_telemetry_api_tells_of_an_environment_from_its_start(start):
    local, told = start()
    first, _ = invoke(local, do="print", text="a line of the function")
    second, _ = invoke(local, do="echo")
    told.wait_for("platform.report", 2)
    assert told.of("subscribed") == [[200, "OK"]] and told.of("again") == [[200, "OK"]]
    platform = [kind for kind in told.types() if kind.startswith("platform.")]
    assert platform[0] == "platform.initStart" and "platform.end" not in platform
    assert [kind for kind in platform if kind in ("platform.initRuntimeDone", "platform.initReport")] == [
        "platform.initRuntimeDone", "platform.initReport"]
    assert [kind for kind in platform if kind in ("platform.start", "platform.runtimeDone", "platform.report")] == [
        "platform.start", "platform.runtimeDone", "platform.report"] * 2
    assert all(TIME.fullmatch(record["time"]) for record in told.records)
    begun = told.one("platform.initStart")
    assert (begun["functionName"], begun["functionVersion"], begun["initializationType"]) == ("hello", "$LATEST", "on-demand")
    assert told.one("platform.initRuntimeDone")["status"] == "success"
    assert told.one("platform.initReport")["metrics"]["durationMs"] > 1
    assert told.one("platform.extension") == {"name": "tell", "state": "Ready", "events": ["INVOKE", "SHUTDOWN"]}
    assert told.one("platform.telemetrySubscription") == {
        "name": "tell", "state": "Subscribed", "types": ["platform", "function", "extension"]}
    records = told.records
    for kind in ("platform.start", "platform.runtimeDone", "platform.report"):
        assert [record["record"]["requestId"] for record in records if record["type"] == kind] == [first, second]
    done = [record["record"] for record in records if record["type"] == "platform.runtimeDone"]
    assert done[0]["status"] == "success" and done[0]["metrics"]["producedBytes"] == 4  # null
    assert done[0]["tracing"]["value"].startswith("Root=1-")
    cold, warm = [record["record"]["metrics"] for record in records if record["type"] == "platform.report"]
    assert cold["memorySizeMB"] == 128 and cold["maxMemoryUsedMB"] > 1 and cold["initDurationMs"] > 1
    assert "initDurationMs" not in warm and warm["billedDurationMs"] >= warm["durationMs"] > 0
    lines = [record["record"] for record in records if record["type"] == "function"]
    assert "a line of the function" in lines and "to stderr" in lines
    assert [record["record"] for record in records if record["type"] == "extension"] == ["a line of the extension"]
    deliveries = [note for note in told.notes if note.get("delivery")]
    assert {(note["method"], note["path"]) for note in deliveries} == {("POST", "/told?a=b")}


def test_the_logs_api_tells_of_invocations(start):
    local, told = start(api="logs", schema="2021-03-18", method="PUT", types=["platform", "function"])
    request, _ = invoke(local, do="print", text="a line of the function")
    told.wait_for("platform.report")
    kinds = told.types()
    assert not [kind for kind in kinds if kind.startswith("platform.init") or kind == "extension"]
    assert [kind for kind in kinds if kind in ("platform.start", "platform.runtimeDone", "platform.end", "platform.report")] == [
        "platform.start", "platform.runtimeDone", "platform.end", "platform.report"]
    assert told.one("platform.runtimeDone") == {"requestId": request, "status": "success"}
    assert told.one("platform.end") == {"requestId": request}
    assert set(told.one("platform.report")) == {"requestId", "metrics"}
    assert told.one("platform.logsSubscription")["types"] == ["platform", "function"]
    assert {note["method"] for note in told.notes if note.get("delivery")} == {"PUT"}


def test_the_older_schema_of_the_logs_api_goes_over_a_stream(start):
    local, told = start(api="logs", schema="2020-08-15", protocol="TCP")
    for _ in range(2):
        invoke(local, do="echo")
    told.wait_for("platform.report", 2)
    assert "platform.runtimeDone" not in told.types() and told.types().count("platform.end") == 2


@pytest.mark.parametrize(
    "event, status, kind",
    [({"do": "raise"}, "error", "ValueError"), ({"do": "exit", "status": 3}, "failure", "Runtime.ExitError"),
     ({"do": "hang"}, "timeout", None)],
)
def test_how_an_invocation_ended_is_told(start, event, status, kind):
    local, told = start("--timeout", "3")
    request, answer = invoke(local, **event)
    assert answer["FunctionError"] == "Unhandled"
    told.wait_for("platform.report")
    for name in ("platform.runtimeDone", "platform.report"):
        record = told.one(name)
        assert (record["requestId"], record["status"]) == (request, status)
        assert record.get("errorType") == kind
    if status != "error":
        # What there was to tell came before the end.
        end = time.monotonic() + 60
        while "SHUTDOWN" not in told.of("event"):
            assert time.monotonic() < end, told.notes
            time.sleep(0.02)
        notes = told.notes
        end = notes.index({"event": "SHUTDOWN"})
        assert any(record["type"] == "platform.report" for note in notes[:end] for record in note.get("records", []))


def test_what_a_subscription_may_not_be_is_told(start):
    local, told = start(late=True)
    invoke(local, do="echo")
    told.wait_for("platform.report")
    (status, document), = told.of("unknown")
    assert (status, document["errorType"]) == (403, "Extension.UnknownExtensionIdentifier")
    (status, document), = told.of("wrong")
    assert (status, document["errorType"]) == (400, "ValidationError")
    assert document["errorMessage"] == "types should not be empty; URI port is not provided"
    (status, document), = told.of("other")
    assert status == 400 and "other API" in document["errorMessage"]
    (status, document), = told.of("late")
    assert (status, document["errorType"]) == (403, "Telemetry.SubscriptionClosed")


def test_what_is_refused_is_sent_again(start):
    local, told = start(fail=3)
    invoke(local, do="echo")
    told.wait_for("platform.report")
    refused = [note["records"] for note in told.notes if note.get("status") == 500]
    assert len(refused) == 3 and refused[0] == refused[1] == refused[2] and refused[0][0] in told.records
    assert told.types().count("platform.initStart") == 1


def test_what_nobody_takes_is_dropped_and_told(start, tmp_path):
    hold = tmp_path / "taken"
    local, told = start(hold=str(hold), types=["function", "platform"])
    text = "x" * 60_000
    for number in range(20):
        invoke(local, do="print", text=f"{number:03}{text}")
    hold.touch()
    told.wait_for("platform.logsDropped")
    dropped = told.one("platform.logsDropped")
    assert dropped["droppedRecords"] > 0 and dropped["droppedBytes"] > 0
    # Twice maxBytes wait beside what is on its way.
    kept = [record for record in told.records if record["type"] == "function" and text in record["record"]]
    assert 8 <= len(kept) < 20
    invoke(local, do="print", text="after it")
    told.wait_for("platform.report", 1)
    end = time.monotonic() + 60
    while not any(record["record"] == "after it" for record in told.records):
        assert time.monotonic() < end, told.types()
        time.sleep(0.02)


def test_an_extension_of_ours_is_told_too(smug, tmp_path):
    command = ["swift", "build", "--product", "watch-extension"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=900)
    extension = f"--extension=watch-extension={ROOT}/.build/debug/watch-extension"
    local = LocalLambda(smug, tmp_path, {"hello": PYTHON + "handler"}, extension)
    request, _ = invoke(local, do="echo")
    line = local.wait_for("out", lambda line: f"invocation {request} took" in line)
    assert float(re.search(r"took ([\d.]+) ms", line)[1]) > 0
    assert local.stop() == 0


def test_extensions_of_the_manifest_run_beside_its_functions(smug, tmp_path, start_gateway):
    from gateway import manifest, route

    told = Told(tmp_path / "told")
    command = [sys.executable, str(EXTENSION), json.dumps({"file": str(tmp_path / "told")})]
    here = str(pathlib.Path(__file__).parent)
    function = {
        "Command": [sys.executable, "-m", "awslambdaric", "local_function.handler"], "Environment": {"PYTHONPATH": here},
        "Extensions": {"tell": command},
    }
    plain = route(target="hello", size=1, wait_ms=0, batch="off")
    gateway = start_gateway(
        manifest({"/a": {"get": plain}}, Local={"Functions": {"hello": function}}), "--local"
    )
    gateway.ask("GET", "/a")  # an event that this function does not know: it fails, and is told of
    told.wait_for("platform.report")
    assert told.one("platform.report")["status"] == "error"
