"""The admin listener as its users have it: scrapers, probes, and people with curl."""

import contextlib
import json
import shutil
import subprocess
import threading
import time

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open_metrics
from prometheus_client.parser import text_string_to_metric_families as read_prometheus

import stand_in as lambda_
from admin import Admin, total
from gateway import CREDENTIALS, Caller, environment, free_address, manifest, route, together

PLANTED = "planted-0c1d2e3f"
OPEN_METRICS = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"


@pytest.fixture
def gateway(start_gateway):
    def start(paths, **settings):
        started = start_gateway(manifest(paths, AdminAddr="127.0.0.1:0", **settings), LOG_LEVEL="info")
        return started, Admin(started)

    return start


def test_numbers_add_up_to_the_requests_that_were_sent(gateway, stand_in):
    started, admin = gateway({"/item/{name}": {"get": route(size=4, wait_ms=5), "post": route(size=1, wait_ms=0)}})
    with contextlib.ExitStack() as stack:
        callers = [stack.enter_context(started.caller()) for _ in range(8)]
        for _ in range(10):
            answers = together(callers, lambda i, caller: caller.ask("GET", f"/item/{i}"))
            assert all(answer.status == 200 for answer in answers)
    for _ in range(5):
        assert started.ask("POST", "/item/x", body=b"12345").status == 200
    for _ in range(3):
        assert started.ask("GET", "/nothing").status == 404
    invocations = len(stand_in.invocations)
    stand_in.behave(lambda_.function_error())
    assert started.ask("POST", "/item/x", body=b"1").status == 502
    samples = admin.samples_of(89)
    get = {"route_template": "/item/{name}", "method": "GET", "target_lambda": "hello"}
    post = {**get, "method": "POST"}
    assert total(samples, "smug_requests_total") == 89
    assert total(samples, "smug_requests_total", **get, status="2xx") == 80
    assert total(samples, "smug_requests_total", **post, status="2xx") == 5
    assert total(samples, "smug_requests_total", **post, status="5xx") == 1
    assert total(samples, "smug_errors_total") == 4
    assert total(samples, "smug_errors_total", code="not_found", route_template="") == 3
    assert total(samples, "smug_errors_total", code="function_failed", **post) == 1
    assert total(samples, "smug_invocation_failures_total", code="function_failed", **post) == 1
    assert total(samples, "smug_batch_size_sum", **get) == 80
    assert total(samples, "smug_batch_size_count", **get) + 5 == invocations
    for histogram in ("smug_request_duration_ms", "smug_queue_wait_ms"):
        assert total(samples, f"{histogram}_count", **get) == 80
        assert total(samples, f"{histogram}_bucket", **get, le="+Inf") == 80
    assert total(samples, "smug_request_body_bytes_total", **post) == 26
    assert total(samples, "smug_inflight_requests") == 0
    assert total(samples, "smug_limit", name="max_inflight_requests") == 4096
    assert total(samples, "process_resident_memory_bytes") > 1_000_000


def test_both_formats_are_read_by_others(gateway):
    started, admin = gateway({'/odd"\\path': {"get": route()}, "/{a+}": {"any": route(wait_ms=0, size=1)}})
    assert started.ask("PUT", "/x").status == 200
    answer = admin.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    plain = {family.name: family for family in read_prometheus(answer.text)}
    assert all(family.documentation and family.type != "unknown" for family in plain.values())
    answer = admin.get("/metrics", accept=OPEN_METRICS)
    assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    opened = {family.name: family for family in read_open_metrics(answer.text)}
    assert {name.removesuffix("_total") for name in plain} == set(opened)


def test_promtool_reads_the_metrics(gateway):
    if shutil.which("promtool") is None:
        pytest.skip("promtool is not installed: apt-get install prometheus")
    started, admin = gateway({"/item": {"get": route(wait_ms=0, size=1)}})
    assert started.ask("GET", "/item").status == 200
    check = subprocess.run(
        ["promtool", "check", "metrics"], input=admin.get("/metrics").body, capture_output=True, timeout=120
    )
    complaints = (check.stdout + check.stderr).decode().splitlines()
    # Durations are in milliseconds, as in the manifest and the log: by choice, and the only complaint.
    assert [line for line in complaints if "metric names should not contain abbreviated units" not in line] == []
    assert all("_ms " in line for line in complaints)
    assert check.returncode in (0, 3)


def test_the_level_of_the_log_is_changed_at_run_time(gateway):
    started, admin = gateway({"/item": {"get": route(wait_ms=0, size=1)}})
    assert started.ask("GET", "/item").status == 200
    assert json.loads(admin.get("/log").body) == {"level": "info"}
    curl = subprocess.run(
        ["curl", "-sS", "-X", "PUT", "-d", "debug", f"http://{admin.host}:{admin.port}/log"],
        capture_output=True, timeout=120, check=True,
    )
    assert json.loads(curl.stdout) == {"level": "debug"}
    assert started.ask("GET", "/item").status == 200
    started.wait_for_event("invocation")
    assert [line["event"] for line in started.log].count("invocation") == 1
    refused = admin.ask("PUT", "/log", body=b"loud")
    assert refused.status == 400
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json["code"] == "bad_input"
    assert admin.ask("POST", "/log", body=b"info").headers["allow"] == "GET, HEAD, PUT"


def test_no_page_shows_a_secret(gateway):
    operation = route(
        key=["header:authorization", "header:x-tenant", "query:page"], wait_ms=20000, timeout_ms=30000,
        stageVariables={"databasePassword": PLANTED, "table": f"https://user:{PLANTED}@host/", "plain": "orders"},
    )
    local = {
        "Command": ["/bin/true", f"--key={PLANTED}", PLANTED],
        "Environment": {"API_TOKEN": PLANTED, "PLAIN": PLANTED},
        "Handler": f"https://user:{PLANTED}@host/",
    }
    started, admin = gateway(
        {"/item": {"get": {**operation, "x-note": PLANTED, "description": PLANTED}}},
        Local={"Functions": {"hello": local}},
    )
    headers = [("authorization", f"Bearer {PLANTED}"), ("x-tenant", "acme\x80\"")]
    with started.caller() as caller:
        caller.send("GET", "/item?page=1", headers)
        while json.loads(admin.get("/keys").body)["waiting"] < 1:
            pass
        pages = {page: admin.get(page).text for page in admin.get("/").text.split() if page.startswith("/")}
        caller.vanish()
    assert set(pages) >= {"/metrics", "/manifest", "/keys", "/routes", "/log", "/readyz"}
    for page, text in pages.items():
        assert PLANTED not in text, page
    key = json.loads(pages["/keys"])["keys"][0]["key"]
    assert key["header:authorization"] == "(hidden)"
    assert key["query:page"] == "1"
    variables = {"databasePassword": "(hidden)", "table": "(hidden)", "plain": "orders"}
    assert json.loads(pages["/routes"])["routes"][0]["stageVariables"] == variables
    in_effect = json.loads(pages["/manifest"])
    assert in_effect["MaxInflightRequests"] == 4096
    assert in_effect["Local"]["Functions"]["hello"]["Environment"] == {"API_TOKEN": "(hidden)", "PLAIN": "(hidden)"}


def test_a_log_that_nobody_reads_holds_up_no_request(smug, stand_in, tmp_path):
    (tmp_path / "gateway.yaml").write_text(json.dumps(manifest({"/item": {"get": route(size=1, wait_ms=0)}})))
    variables = environment(tmp_path, AWS_ENDPOINT_URL_LAMBDA=stand_in.url, LOG_LEVEL="debug", **CREDENTIALS)
    process = subprocess.Popen(
        [smug, "gateway", "--config", str(tmp_path / "gateway.yaml")], env=variables, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )
    try:
        while (line := json.loads(process.stdout.readline()))["event"] != "listening":
            pass
        with Caller(*line["address"].rsplit(":", 1), 60) as caller:  # some 300 KB of log
            for _ in range(500):
                assert caller.ask("GET", "/item").status == 200
        process.terminate()
        assert process.wait(60) == 0
        lines = process.stdout.read().splitlines()
        assert [json.loads(line) for line in lines[:-1]], "whole lines"
    finally:
        process.kill()
        process.wait()


def test_a_gateway_without_standard_streams_serves_and_ends_well(smug, stand_in, tmp_path):
    address = free_address()
    paths = {"/item": {"get": route(size=1, wait_ms=0)}}
    (tmp_path / "gateway.yaml").write_text(json.dumps(manifest(paths, ListenAddr=address)))
    process = subprocess.Popen(
        ["/bin/sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", smug, "gateway", "--config", str(tmp_path / "gateway.yaml")],
        env=environment(tmp_path, AWS_ENDPOINT_URL_LAMBDA=stand_in.url, **CREDENTIALS),
    )
    try:
        end = time.monotonic() + 60
        while True:
            try:
                with Caller(*address.split(":"), 60) as caller:
                    answers = [caller.ask("GET", "/item").status for _ in range(20)]
                break
            except ConnectionRefusedError:
                assert time.monotonic() < end and process.poll() is None
                time.sleep(0.02)
        assert answers == [200] * 20
        process.terminate()
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()
