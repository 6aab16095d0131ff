"""Traces of the built gateway, as a collector gets them, and as functions get their context."""

import json
import signal
import subprocess
import threading
import time

import pytest

import stand_in as lambda_
from admin import Admin, total
from certificates import Authority
from collector import CLIENT, SERVER, Collector, attributes, partial
from gateway import environment, manifest, route, together

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
SAMPLED = ("traceparent", f"00-{TRACE}-{PARENT}-01")
XRAY = "1-67891233-abcdef012345678912345678"

PATHS = {
    "/one/{name}": {"get": route(size=1, wait_ms=0), "post": route(size=1, wait_ms=0)},
    "/two/{name}": {"get": route(size=2)},
    "/stream/{name}": {"get": route(size=1, wait_ms=0, invokeMode="response_stream")},
}


@pytest.fixture
def collector():
    with Collector() as running:
        yield running


@pytest.fixture
def traced(start_gateway, collector):
    """Starts a gateway that exports to the collector at once."""

    def start(*arguments, settings=(), **variables):
        variables = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
            "OTEL_BSP_SCHEDULE_DELAY": "50",
            **variables,
        }
        return start_gateway(manifest(PATHS, AdminAddr="127.0.0.1:0", **dict(settings)), *arguments, **variables)

    return start


def of_kind(spans, kind):
    return [span for span in spans if span.kind == kind]


def header(item, name):
    return item["headers"].get(name)


def test_a_lone_request_and_its_invocation_are_one_trace(traced, collector, stand_in):
    gateway = traced(OTEL_SERVICE_NAME="shop")
    answer = gateway.ask("GET", "/one/a%20b?x=1&sig=secret", [SAMPLED, ("tracestate", "a=1 , b=2"), ("user-agent", "t/1")])
    assert answer.status == 200
    spans = collector.wait_for(2)
    (server,), (client,) = of_kind(spans, SERVER), of_kind(spans, CLIENT)
    assert (server.trace_id.hex(), server.parent_span_id.hex()) == (TRACE, PARENT)
    assert (client.trace_id.hex(), client.parent_span_id) == (TRACE, server.span_id)
    assert server.trace_state == client.trace_state == "a=1,b=2"
    assert (server.name, client.name) == ("GET /one/{name}", "invoke hello")
    assert server.start_time_unix_nano <= client.start_time_unix_nano
    assert client.end_time_unix_nano <= server.end_time_unix_nano
    assert server.status.code == client.status.code == 0
    assert not client.links
    found = attributes(server.attributes)
    assert {key: found[key] for key in found if key not in ("network.peer.port", "smug.batch.wait_ms")} == {
        "http.request.method": "GET", "url.path": "/one/a%20b", "url.query": "x=1&sig=REDACTED",
        "url.scheme": "http", "server.address": "127.0.0.1", "server.port": int(gateway.port),
        "user_agent.original": "t/1", "network.protocol.name": "http", "network.protocol.version": "1.1",
        "client.address": "127.0.0.1", "network.peer.address": "127.0.0.1", "http.route": "/one/{name}",
        "smug.invoke.mode": "buffered", "smug.request.id": answer.headers["x-request-id"],
        "smug.batch.size": 1, "http.response.status_code": 200,
    }
    found = attributes(client.attributes)
    assert found["faas.invoked_name"] == "hello" and found["faas.invoked_provider"] == "aws"
    assert found["faas.invoked_region"] == "eu-central-1" and found["smug.batch.size"] == 1
    (export,) = {export.path for export in collector.exports}
    assert export == "/v1/traces"
    resource = collector.exports[0].resource
    assert resource["service.name"] == "shop" and resource["process.pid"] == gateway.process.pid
    assert resource["telemetry.sdk.language"] == "swift" and "cloud.platform" not in resource
    (invocation,) = stand_in.wait_for(1)
    (item,) = invocation.items
    # The request's span is the parent of what the function makes of its item …
    assert header(item, "traceparent") == f"00-{TRACE}-{server.span_id.hex()}-01"
    assert header(item, "tracestate") == "a=1,b=2"
    root = f"Root=1-{TRACE[:8]}-{TRACE[8:]}"
    assert header(item, "x-amzn-trace-id") == f"{root};Parent={server.span_id.hex()};Sampled=1"
    # … and the invocation's that of the function's own.
    assert invocation.header("x-amzn-trace-id") == f"{root};Parent={client.span_id.hex()};Sampled=1"
    gateway.stop()
    (line,) = [line for line in gateway.log if line["event"] == "request"]
    assert line["traceId"] == TRACE


def test_X_18b_an_invocation_links_to_the_spans_of_all_its_requests(traced, collector, stand_in):
    gateway = traced()
    with gateway.caller() as one, gateway.caller() as other:
        answers = together([one, other], lambda index, caller: caller.ask("GET", f"/two/{index}"))
    assert [answer.status for answer in answers] == [200, 200]
    spans = collector.wait_for(3)
    servers, (client,) = of_kind(spans, SERVER), of_kind(spans, CLIENT)
    assert {(link.trace_id, link.span_id) for link in client.links} == {
        (span.trace_id, span.span_id) for span in servers
    }
    assert len({span.trace_id for span in spans}) == 3 and not client.parent_span_id
    assert attributes(client.attributes)["smug.batch.size"] == 2
    ids = {attributes(link.attributes)["smug.request.id"] for link in client.links}
    assert ids == {answer.headers["x-request-id"] for answer in answers}
    assert all(attributes(link.attributes)["smug.queue.wait_ms"] >= 0 for link in client.links)
    (invocation,) = stand_in.wait_for(1)
    assert {header(item, "traceparent") for item in invocation.items} == {
        f"00-{span.trace_id.hex()}-{span.span_id.hex()}-01" for span in servers
    }


def test_a_span_ends_with_the_end_of_a_streamed_answer(traced, collector, stand_in):
    gateway = traced()
    gate = threading.Event()

    def write(invocation):
        (item,) = invocation.items
        yield lambda_.line(item, "head", statusCode=200, headers={"content-type": "text/plain"})
        yield lambda_.line(item, "chunk", body="first")
        assert gate.wait(60)
        yield lambda_.line(item, "chunk", body="last")
        yield lambda_.line(item, "end")

    stand_in.behave(lambda_.streamed(write))
    with gateway.caller() as caller:
        caller.send("GET", "/stream/a")
        response = caller._connection.getresponse()
        assert response.read1() == b"first"
        before = time.time_ns()
        gate.set()
        assert response.read() == b"last"
    spans = collector.wait_for(2)
    assert all(span.end_time_unix_nano >= before for span in spans)
    assert all(span.start_time_unix_nano < before for span in spans)


def test_a_stream_that_breaks_off_is_an_error_whatever_its_status(traced, collector, stand_in):
    gateway = traced()

    def write(invocation):
        (item,) = invocation.items
        yield lambda_.line(item, "head", statusCode=200, headers={})
        raise lambda_.Broken

    stand_in.behave(lambda_.streamed(write))
    with gateway.caller() as caller, pytest.raises(Exception):
        caller.ask("GET", "/stream/a")
    spans = collector.wait_for(2)
    (server,), (client,) = of_kind(spans, SERVER), of_kind(spans, CLIENT)
    assert attributes(server.attributes)["http.response.status_code"] == 200
    assert server.status.code == client.status.code == 2
    assert attributes(server.attributes)["error.type"]


def test_failures_of_the_server_are_errors_and_those_of_clients_are_not(traced, collector, stand_in):
    gateway = traced()
    stand_in.behave(lambda_.function_error())
    assert gateway.ask("GET", "/one/a").status == 502
    assert gateway.ask("GET", "/nowhere").status == 404
    assert gateway.ask("BREW", "/one/a").status == 405
    assert gateway.ask("GET", "/healthz").status == 200
    spans = collector.wait_for(4)
    found = {span.name: (span.status.code, attributes(span.attributes).get("error.type")) for span in spans}
    assert found == {
        "GET /one/{name}": (2, "function_failed"), "invoke hello": (2, "function_failed"),
        "GET": (0, None), "HTTP": (0, None),
    }
    (odd,) = [attributes(span.attributes) for span in spans if span.name == "HTTP"]
    assert (odd["http.request.method"], odd["http.request.method_original"]) == ("_OTHER", "BREW")
    (client,) = of_kind(spans, CLIENT)
    assert "secret of the function" in client.status.message  # for whoever runs it, as in the log


def test_json_and_gzip_and_headers_and_a_signal_s_own_endpoint(traced, collector):
    gateway = traced(
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=collector.url + "/own/place",
        OTEL_EXPORTER_OTLP_PROTOCOL="http/json",
        OTEL_EXPORTER_OTLP_COMPRESSION="gzip",
        OTEL_EXPORTER_OTLP_HEADERS="x-api-key=a%2Cb,x-other = c",
        OTEL_RESOURCE_ATTRIBUTES="deployment.environment.name=test%20bed,host.name=own",
        ECS_CONTAINER_METADATA_URI_V4="http://169.254.170.2/v4/x",
    )
    assert gateway.ask("GET", "/one/%FF", [("user-agent", "caf\xe9 \"x\"")]).status in (200, 400)
    collector.wait_for(2)
    for export in collector.exports:
        assert export.path == "/own/place" and export.headers["content-encoding"] == "gzip"
        assert export.headers["x-api-key"] == "a,b" and export.headers["x-other"] == "c"
        assert export.resource["deployment.environment.name"] == "test bed"
        assert export.resource["host.name"] == "own" and export.resource["service.name"] == "smug-gateway"
        assert export.resource["cloud.platform"] == "aws_ecs" and export.resource["cloud.provider"] == "aws"
    gateway.stop()
    assert "a,b" not in json.dumps(gateway.log)


def test_a_collector_with_https_is_one_that_somebody_vouches_for(traced, tmp_path):
    authority = Authority()
    (tmp_path / "authority.pem").write_bytes(authority.pem)
    with Collector(authority.issue(), tmp_path) as collector:
        stranger = traced(OTEL_EXPORTER_OTLP_ENDPOINT=collector.url)
        stranger.ask("GET", "/one/a")
        assert stranger.stop() == 0
        assert stranger.wait_for_event("traces_not_exported")["lostSpans"] == 2 and not collector.spans
        friend = traced(
            OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, OTEL_EXPORTER_OTLP_CERTIFICATE=str(tmp_path / "authority.pem"))
        friend.ask("GET", "/one/a")
        collector.wait_for(2)


def test_headers_may_come_out_of_a_secret_in_json(traced, collector):
    gateway = traced(SMUG_OTEL_HEADERS_JSON='{"x-api-key": "quite secret"}')
    gateway.ask("GET", "/one/a")
    collector.wait_for(2)
    assert collector.exports[0].headers["x-api-key"] == "quite secret"


@pytest.mark.parametrize(
    "variables, headers, recorded",
    [
        ({"OTEL_TRACES_SAMPLER": "always_off"}, [SAMPLED], False),
        ({"OTEL_TRACES_SAMPLER": "always_on"}, [("traceparent", f"00-{TRACE}-{PARENT}-00")], True),
        ({"OTEL_TRACES_SAMPLER": "parentbased_always_off"}, [SAMPLED], True),
        ({"OTEL_TRACES_SAMPLER": "parentbased_always_off"}, [], False),
        ({}, [("traceparent", f"00-{TRACE}-{PARENT}-00")], False),
        ({}, [("x-amzn-trace-id", f"Root={XRAY};Parent={PARENT};Sampled=0")], False),
        ({}, [("x-amzn-trace-id", f"Root={XRAY}")], True),
        ({"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "0"}, [SAMPLED], False),
        ({"OTEL_TRACES_SAMPLER": "traceidratio", "OTEL_TRACES_SAMPLER_ARG": "1"}, [], True),
    ],
)
def test_samplers_decide_and_functions_hear_of_it(traced, collector, stand_in, variables, headers, recorded):
    gateway = traced(**variables)
    gateway.ask("GET", "/one/a", headers)
    (invocation,) = stand_in.wait_for(1)
    (item,) = invocation.items
    assert header(item, "traceparent").endswith("-01" if recorded else "-00")
    assert invocation.header("x-amzn-trace-id").endswith(f"Sampled={int(recorded)}")
    gateway.stop()
    assert len(collector.spans) == (2 if recorded else 0)


def test_propagators_are_obeyed(traced, collector, stand_in):
    gateway = traced(OTEL_PROPAGATORS="xray")
    own = [SAMPLED, ("baggage", "a=1"), ("x-amzn-trace-id", f"Root={XRAY};Parent={PARENT};Sampled=1;Lineage=1:a:0")]
    gateway.ask("GET", "/one/a", own)
    spans = collector.wait_for(2)
    (server,) = of_kind(spans, SERVER)
    assert server.trace_id.hex() == XRAY[2:].replace("-", "") and server.parent_span_id.hex() == PARENT
    (invocation,) = stand_in.wait_for(1)
    (item,) = invocation.items
    assert header(item, "traceparent") == SAMPLED[1] and header(item, "baggage") == "a=1"
    assert header(item, "x-amzn-trace-id") == f"Root={XRAY};Parent={server.span_id.hex()};Sampled=1;Lineage=1:a:0"


def test_without_propagators_context_neither_comes_nor_goes(traced, collector, stand_in):
    gateway = traced(OTEL_PROPAGATORS="none")
    gateway.ask("GET", "/one/a", [SAMPLED])
    spans = collector.wait_for(2)
    assert all(span.trace_id.hex() != TRACE for span in spans)
    (invocation,) = stand_in.wait_for(1)
    assert header(invocation.items[0], "traceparent") == SAMPLED[1]
    assert invocation.header("x-amzn-trace-id") is None


def test_a_trace_parent_that_is_none_takes_its_state_with_it(traced, collector, stand_in):
    gateway = traced()
    gateway.ask("GET", "/one/a", [SAMPLED, SAMPLED, ("tracestate", "a=1")])
    (invocation,) = stand_in.wait_for(1)
    (item,) = invocation.items
    assert TRACE not in header(item, "traceparent") and header(item, "tracestate") is None


@pytest.mark.parametrize("settings", [{}, {"ForwardHeaders": {"Deny": ["traceparent", "x-amzn-trace-id"]}}])
def test_context_is_written_behind_the_filter_of_headers(traced, stand_in, settings):
    gateway = traced(settings=settings)
    gateway.ask("GET", "/one/a", [("baggage", "user=1, bad member, b = 2;p")])
    (invocation,) = stand_in.wait_for(1)
    (item,) = invocation.items
    assert header(item, "traceparent") and header(item, "x-amzn-trace-id")
    assert header(item, "baggage") == "user=1,b = 2;p"


def test_X_23c_without_traces_context_is_forwarded_as_it_comes(start_gateway, stand_in):
    gateway = start_gateway(manifest(PATHS))
    own = [SAMPLED, ("tracestate", "a=1"), ("baggage", "b=2"), ("x-amzn-trace-id", f"Root={XRAY}")]
    gateway.ask("GET", "/one/a", own)
    (invocation,) = stand_in.wait_for(1)
    (item,) = invocation.items
    assert all(header(item, name) == value for name, value in own)
    assert invocation.header("x-amzn-trace-id") is None
    gateway.stop()
    (line,) = [line for line in gateway.log if line["event"] == "request"]
    assert line["traceId"] == TRACE


@pytest.mark.parametrize("off", [{"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}])
def test_traces_may_be_turned_off_by_word(traced, collector, off):
    gateway = traced(**off)
    gateway.ask("GET", "/one/a", [SAMPLED])
    gateway.stop()
    assert not collector.exports and gateway.wait_for_event("starting")["traces"] == "none"


def test_ids_for_x_ray_begin_with_the_time(traced, collector):
    gateway = traced(SMUG_OBSERVABILITY_VENDOR="AWSXRAY")
    before = int(time.time())
    gateway.ask("GET", "/one/a")
    for span in collector.wait_for(2):
        assert before <= int(span.trace_id.hex()[:8], 16) <= time.time()


def test_spans_that_wait_are_exported_when_the_gateway_ends(traced, collector):
    gateway = traced(OTEL_BSP_SCHEDULE_DELAY="600000")
    gateway.ask("GET", "/one/a")
    assert not collector.exports
    assert gateway.stop(signal.SIGTERM) == 0
    assert len(collector.spans) == 2


def test_a_collector_that_never_answers_does_not_keep_the_gateway_from_its_end(traced, collector):
    collector.hold = threading.Event()
    gateway = traced(settings={"DrainTimeoutMs": 500})
    gateway.ask("GET", "/one/a")
    assert gateway.stop(signal.SIGTERM) == 0
    assert gateway.wait_for_event("traces_not_exported")["lostSpans"] == 2


def test_requests_go_on_without_a_collector_and_spans_are_counted(traced, collector):
    gateway = traced(
        OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9",
        OTEL_BSP_MAX_QUEUE_SIZE="4", OTEL_BSP_MAX_EXPORT_BATCH_SIZE="2",
    )
    for _ in range(10):
        assert gateway.ask("GET", "/one/a").status == 200
    samples = Admin(gateway).samples_of(10)
    # One batch is on its way again and again, four spans wait, and there is no room for the others.
    assert total(samples, "smug_spans_queued") == 4
    assert total(samples, "smug_spans_lost_total", reason="queue_full") == 14
    assert gateway.stop() == 0
    assert len([line for line in gateway.log if line["event"] == "traces_not_exported"]) == 1


def test_an_export_is_tried_again_where_the_collector_is_busy(traced, collector):
    collector.answers = [(503, {"retry-after": "0"}, b""), (429, {"retry-after": "0"}, b"")]
    gateway = traced()
    gateway.ask("GET", "/one/a")
    collector.wait_for(2)
    assert not collector.answers
    samples = counted(gateway, exported=2)
    assert total(samples, "smug_spans_lost_total") == 0


def test_an_export_that_is_refused_is_not_tried_again(traced, collector):
    collector.answers = [(400, {}, b"")]
    gateway = traced()
    gateway.ask("GET", "/one/a")
    assert "400" in gateway.wait_for_event("traces_not_exported")["reason"]
    gateway.ask("GET", "/one/a")
    collector.wait_for(2)
    gateway.wait_for_event("traces_exported_again")


def test_spans_that_a_collector_rejects_are_lost_spans(traced, collector):
    collector.answers = [partial(1, "too old")]
    gateway = traced(OTEL_BSP_SCHEDULE_DELAY="300")
    gateway.ask("GET", "/one/a")
    assert "too old" in gateway.wait_for_event("traces_not_exported")["reason"]
    samples = counted(gateway, exported=1)
    assert total(samples, "smug_spans_lost_total", reason="not_exported") == 1


def counted(gateway, exported, seconds=60):
    admin, end = Admin(gateway), time.monotonic() + seconds
    while total(samples := admin.samples(), "smug_spans_exported_total") < exported and time.monotonic() < end:
        threading.Event().wait(0.02)
    assert total(samples, "smug_spans_exported_total") == exported
    return samples


@pytest.mark.parametrize(
    "variables, words",
    [
        ({"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "http/protobuf"),
        ({"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "odd"}, "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL is 'odd'"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://c:4317"}, "4318"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, "OTEL_EXPORTER_OTLP_ENDPOINT"),
        ({"SMUG_OTEL_HEADERS_JSON": "{}"}, "SMUG_OTEL_HEADERS_JSON"),
        ({"OTEL_EXPORTER_OTLP_HEADERS": "a"}, "OTEL_EXPORTER_OTLP_HEADERS"),
        ({"OTEL_PROPAGATORS": "b3"}, "OTEL_PROPAGATORS has 'b3'"),
        ({"OTEL_TRACES_SAMPLER": "xray"}, "OTEL_TRACES_SAMPLER"),
    ],
)
def test_what_means_nothing_is_said_at_the_start(smug, tmp_path, variables, words):
    place = tmp_path / "gateway.yaml"
    place.write_text(json.dumps(manifest(PATHS)))
    for command in (["gateway"], ["check"]):
        result = subprocess.run(
            [smug, *command, "--config", str(place)], capture_output=True, text=True, timeout=120,
            env=environment(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://c:4318") | variables,
        )
        assert result.returncode == 1 and words in result.stderr, result


def test_check_says_where_traces_go(smug, tmp_path):
    place = tmp_path / "gateway.yaml"
    place.write_text(json.dumps(manifest(PATHS)))
    variables = environment(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT="http://c:4318/")
    result = subprocess.run([smug, "check", "--config", str(place)], env=variables, capture_output=True, text=True, timeout=120)
    assert "http/protobuf to http://c:4318/v1/traces, parentbased_always_on" in result.stdout
