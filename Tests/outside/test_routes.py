"""`smug routes` and `smug check` as a person and a program use them; docs/routes.md says no other."""

import json
import pathlib
import re
import socket
import subprocess

import pytest

import stand_in as lambda_
from gateway import environment, manifest, route

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture
def run(smug, tmp_path):
    (tmp_path / "gateway.json").write_text(json.dumps(manifest({
        "/hello/{name}": {"get": route(size=4, wait_ms=5, key=["header:x-user", "query:q"])},
        "/hello": {"post": route("other", size=1, wait_ms=0, maxBodyBytes=8)},
        "/files/{rest+}": {"any": route("files", eventShape="rest-v1", batch="off", size=1, wait_ms=0)},
        "/tenants": {"get": route("tenants", size=2, wait_ms=0, tenant="header:x-tenant")},
    }, ForwardHeaders={"Deny": ["authorization"]}), indent=1))

    def run(*arguments, config="gateway.json", cwd=tmp_path):
        command = [smug, *arguments] if config is None else [smug, arguments[0], "--config", config, *arguments[1:]]
        return subprocess.run(
            command, env=environment(tmp_path), cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=30,
        )

    return run


def told(done):
    assert (done.returncode, done.stderr) == (0, ""), done
    return json.loads(done.stdout)


def test_the_match_and_the_event(run):
    it = told(run(
        "routes", "GET", "/hello/an%20na?q=1&q=2", "--header", "X-User: u", "--header", "authorization: Bearer x",
        "--output", "json"))
    assert (it["match"]["route"], it["match"]["function"]) == ("GET /hello/{name}", "hello")
    assert (it["match"]["maxWaitMs"], it["match"]["maxBatchSize"], it["match"]["timeoutMs"]) == (5, 4, 20000)
    assert it["match"]["line"] > 1
    assert it["pathParameters"] == {"name": "an na"}
    assert it["batchKey"] == {"header:x-user": "u", "query:q": "1,2"}
    event = it["event"]
    assert (event["version"], event["routeKey"], event["rawPath"]) == ("2.0", "GET /hello/{name}", "/hello/an%20na")
    assert event["headers"]["x-user"] == "u" and "authorization" not in event["headers"]
    assert it["leftOut"] == ["authorization"]


def test_the_words_for_a_person(run):
    done = run("routes", "GET", "/hello/anna", "--header", "x-user: u")
    assert (done.returncode, done.stderr) == (0, "")
    head, _, event = done.stdout.partition("\n\n")
    lines = dict(line.split(maxsplit=1) for line in head.splitlines() if not line.startswith("shared"))
    assert lines["route"].startswith("GET /hello/{name}  (gateway.json:")
    assert lines["function"] == "hello" and lines["parameter"] == "name = anna"
    assert lines["batch"] == "up to 4 in 5 ms"
    assert "header:x-user = u" in head and "those without query:q" in head
    assert json.loads(event)["rawPath"] == "/hello/anna"


def test_the_event_is_the_one_that_the_gateway_sends(run, start_gateway, stand_in, tmp_path):
    stand_in.behave(lambda_.plain())
    gateway = start_gateway(json.loads((tmp_path / "gateway.json").read_text()))
    headers = [("host", "api.example.com"), ("content-type", "text/plain"), ("x-a", "1"), ("X-A", "2")]
    with socket.create_connection((gateway.host, int(gateway.port))) as connection:
        lines = ["PUT /files/a/b?x=1&x=2&y=%20 HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
        connection.sendall("\r\n".join([*lines, "content-length: 5", "", "hello"]).encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    sent = json.loads(stand_in.wait_for(1)[0].body)
    words = [word for name, value in headers for word in ("--header", f"{name}: {value}")]
    shown = told(run("routes", "PUT", "/files/a/b?x=1&x=2&y=%20", "--data", "hello", *words, "--output", "json"))["event"]
    for event in (sent, shown):
        for name in ("requestId", "extendedRequestId", "requestTime", "requestTimeEpoch"):
            assert event["requestContext"].pop(name, None) != ""
    assert shown == sent


def test_a_body_from_a_file(run, tmp_path):
    (tmp_path / "body").write_bytes(b"\x00\xff")
    event = told(run("routes", "POST", "/hello", "--data", "@body", "--output", "json"))["event"]
    assert (event["body"], event["isBase64Encoded"]) == ("AP8=", True)


@pytest.mark.parametrize(
    "arguments, status, wanted",
    [
        (["GET", "/helo/anna"], 1, {"status": 404, "code": "not_found", "nearest": "GET /hello/{name}", "allow": []}),
        (["PUT", "/hello"], 1, {"status": 405, "code": "method_not_allowed", "allow": ["POST"]}),
        (["POST", "/hello", "--data", "far too large"], 1, {"status": 413, "code": "body_too_large"}),
        (["GET", "/tenants"], 1, {"status": 400, "code": "missing_tenant"}),
        (["GET", "/readyz"], 1, {"status": 200, "code": None}),
    ],
)
def test_what_no_function_gets(run, arguments, status, wanted):
    done = run("routes", *arguments, "--output", "json")
    assert (done.returncode, done.stderr) == (status, "")
    it = json.loads(done.stdout)
    assert it["match"] is None
    for key, value in wanted.items():
        assert (it[key][0] if key == "nearest" else it[key]) == value
    words = run("routes", *arguments)
    assert (words.returncode, words.stdout) == (status, "")
    assert len(words.stderr.strip().splitlines()) == 2, "one line what, one line what to do"
    for key in ("nearest", "allow"):
        assert not wanted.get(key) or str(wanted[key]).strip("[]'") in words.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["GET"], ["get", "/hello"], ["G T", "/hello"], ["GET", "hello"], ["GET", "/a b"], ["GET", "/%zz"],
        ["GET", "/a", "more"], ["GET", "/a", "--header", "no colon"], ["GET", "/a", "--header", "a: b\r\nc: d"],
        ["GET", "/a", "--header", "content-length: 3"], ["GET", "/a", "--header", "a b: c"],
        ["GET", "/a", "--output", "xml"], ["GET", "/a", "--heder", "a: b"],
    ],
)
def test_bad_words(run, arguments):
    done = run("routes", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.strip().splitlines()) == 2, "one line what, one line what to do"


def test_without_words_all_routes(run):
    done = run("routes")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ROUTE", "GET", "POST", "ANY", "GET"]
    assert [it["function"] for it in told(run("routes", "--output", "json"))] == ["hello", "other", "files", "tenants"]


def test_check_for_a_program(run, tmp_path):
    it = told(run("check", "--output", "json"))
    assert it["ok"] is True and it["problems"] == [] and len(it["routes"]) == 4
    assert it["routes"][2]["eventShape"] == "rest-v1" and it["routes"][2]["batch"] is False
    (tmp_path / "bad.yaml").write_text("ListenAddr: :0\nMaxBodyByte: 4\nSpec: {paths: {/a: {get: {x-smug: {}}}}}\n")
    done = run("check", "--output", "json", config="bad.yaml")
    assert (done.returncode, done.stderr) == (1, "")
    it = json.loads(done.stdout)
    assert it["ok"] is False and it["routes"] == []
    assert it["problems"][0] == {
        "file": "bad.yaml", "line": 2, "column": 1, "path": "MaxBodyByte", "message": "is not a known key",
        "remedy": "did you mean `MaxBodyBytes`?",
    }
    places = {(problem["line"], problem["column"]) for problem in it["problems"]}
    assert len(it["problems"]) >= 4 and all(line == 3 for line, _ in places - {(2, 1)})
    words = run("check", config="bad.yaml").stderr
    assert all(f"bad.yaml:{line}:{column}: " in words for line, column in places)


def test_check_for_a_person(run):
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "")
    head, first, *_ = done.stdout.splitlines()
    assert head.split() == ["ROUTE", "FUNCTION", "BATCH", "TIMEOUT"]
    assert re.split(r"  +", first.strip()) == ["GET /hello/{name}", "hello", "up to 4 in 5 ms", "20000 ms"]


def documented():
    """The commands of the document, each with what it says is printed."""
    text = (ROOT / "docs/routes.md").read_text()
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        command, _, output = block.partition("\n")
        yield pytest.param(command.removeprefix("$ "), output, id=command[2:40])


@pytest.mark.parametrize("command, output", list(documented()))
def test_the_document_is_what_the_program_says(smug, tmp_path, command, output):
    done = subprocess.run(
        ["bash", "-c", f'smug() {{ "{smug}" "$@"; }}\n{command}'], env=environment(tmp_path), cwd=ROOT,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
    )
    said = done.stdout + done.stderr

    def line(text):
        return re.escape(text).replace(re.escape("…"), ".*")

    pattern = "\n".join(line(text) for text in output.splitlines())
    # A line of dots alone stands for any number of lines.
    pattern = re.sub(r"(?m)^(\\ )*\.\*$", r"[\\s\\S]*?", pattern)
    assert re.fullmatch(pattern + "\n*", said), f"wanted:\n{output}\nsaid:\n{said}"


def test_what_is_done_with_answers_is_shown_as_the_route_has_it(smug, tmp_path):
    (tmp_path / "gateway.json").write_text(json.dumps(manifest({
        "/own": {"get": route(size=1, wait_ms=0, cors="off", compression={"encodings": ["gzip"], "types": ["text/*", "application/*+json"]})},
        "/inherited": {"get": route(size=1, wait_ms=0)},
    }, Cors={"AllowOrigins": ["https://*.Example.com", "http://localhost:8080"], "AllowHeaders": ["X-A"], "MaxAge": 60}, Compression="off")))
    done = subprocess.run(
        [smug, "check", "--config", "gateway.json", "--output", "json"], env=environment(tmp_path), cwd=tmp_path,
        capture_output=True, text=True, timeout=120)
    routes = {route["path"]: route for route in told(done)["routes"]}
    assert routes["/own"]["cors"] is None
    assert routes["/own"]["compression"] == {"encodings": ["gzip"], "minBytes": 1024, "types": ["text/*", "application/*+json"]}
    assert routes["/inherited"]["compression"] is None
    assert routes["/inherited"]["cors"] == {
        "allowOrigins": ["https://*.example.com", "http://localhost:8080"], "allowMethods": [], "allowHeaders": ["x-a"],
        "exposeHeaders": [], "allowCredentials": False, "maxAge": 60,
    }
