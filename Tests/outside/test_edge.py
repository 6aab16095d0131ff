"""What holds between clients and routes: trusted proxies, the PROXY protocol, CORS, compression."""

import gzip
import http.client
import json
import re
import shutil
import socket
import subprocess
import threading
import time
import zlib

import pytest
import zstandard

from gateway import free_address, manifest, route
from stand_in import line, streamed, with_first


HAPROXY = """
global
  log stderr format raw local0 warning
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend front
  bind {front}
  default_backend back
backend back
{lines}
  server smug {host}:{port} {options}
"""


@pytest.fixture
def haproxy(tmp_path):
    """Starts haproxy in front of a gateway; gives its host and port."""
    binary = shutil.which("haproxy", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if binary is None:
        pytest.skip("haproxy is not installed")
    running = []

    def start(gateway, lines="", options=""):
        front = free_address()
        config = tmp_path / f"haproxy-{len(running)}.cfg"
        config.write_text(HAPROXY.format(
            front=front, lines=lines, host=gateway.host, port=gateway.port, options=options))
        process = subprocess.Popen([binary, "-db", "-f", str(config)], stderr=subprocess.PIPE)
        running.append(process)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                socket.create_connection(tuple(front.split(":")), timeout=1).close()
                return front
            except OSError:
                assert process.poll() is None, process.stderr.read()
                subprocess.run(["sleep", "0.02"], check=True)
        raise AssertionError("haproxy does not listen")

    yield start
    for process in running:
        process.terminate()
        process.wait(60)


# Trusted proxies


def event(answer):
    """What the stand-in was asked, for the latest request."""
    return answer.items[0]


PATHS = {"/a": {"get": route(size=1, wait_ms=0), "post": route(size=1, wait_ms=0)}}


def test_haproxy_says_who_the_client_is(start_gateway, stand_in, haproxy):
    gateway = start_gateway(manifest(PATHS, TrustedProxyHops=1))
    front = haproxy(gateway, "  option forwardfor\n  http-request set-header x-forwarded-proto https")
    text = subprocess.run(
        ["curl", "-s", "--interface", "127.0.0.7", "-H", "x-forwarded-for: 203.0.113.1", f"http://{front}/a"],
        capture_output=True, check=True, text=True).stdout
    assert text.startswith("GET /a")
    item = event(stand_in.invocations[-1])
    assert item["requestContext"]["http"]["sourceIp"] == "127.0.0.7"
    assert item["headers"]["x-forwarded-for"] == "203.0.113.1, 127.0.0.7, 127.0.0.1"
    assert item["headers"]["x-forwarded-proto"] == "https"
    line = gateway.wait_for_event("request")
    assert (line["client"], line["peer"]) == ("127.0.0.7", "127.0.0.1")


@pytest.mark.parametrize("writes", [False, True])
def test_a_host_that_a_client_forwards_itself_counts_for_nothing(start_gateway, stand_in, haproxy, writes):
    settings = {"TrustedForwardedHost": "on"} if writes else {}
    gateway = start_gateway(manifest(PATHS, TrustedProxyHops=1, **settings))
    host = "  http-request set-header x-forwarded-host shop.example\n" if writes else ""
    front = haproxy(gateway, "  option forwardfor\n" + host)
    command = ["curl", "-sf", "-H", "host: a.example", "-H", "x-forwarded-host: evil.example", f"http://{front}/a"]
    subprocess.run(command, capture_output=True, check=True)
    item = event(stand_in.invocations[-1])
    believed = "shop.example" if writes else "a.example"
    assert (item["headers"]["x-forwarded-host"], item["requestContext"]["domainName"]) == (believed, believed)


def test_nobody_is_believed_unless_it_is_said(start_gateway, stand_in):
    gateway = start_gateway(manifest(PATHS))
    gateway.ask("GET", "/a", [("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Proto", "https")])
    item = event(stand_in.invocations[-1])
    assert item["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert item["headers"]["x-forwarded-for"] == "203.0.113.1, 127.0.0.1"
    assert item["headers"]["x-forwarded-proto"] == "http"


def environ(headers):
    """What a framework modelled on CGI makes of headers, PHP's dots among it."""
    return {"HTTP_" + re.sub("[-.]", "_", name.upper()): value for name, value in headers.items()}


def test_no_header_passes_for_one_that_the_gateway_writes(start_gateway, stand_in):
    batching = {"size": 1, "wait_ms": 0, "tenant": "header:x-tenant"}
    gateway = start_gateway(manifest({"/a": {"get": route(**batching)}}))
    true = [("X-Forwarded-For", "203.0.113.1"), ("X-Tenant", "mine"), ("api_key", "k")]
    false = [("x_forwarded_for", "10.0.0.1"), ("X_Forwarded.Proto", "https"), ("X_Tenant", "yours"), ("x_real_ip", "10.0.0.1")]
    for headers in (true + false, false + true):
        assert gateway.ask("GET", "/a", headers).status == 200
        said = environ(event(stand_in.invocations[-1])["headers"])
        assert said["HTTP_X_FORWARDED_FOR"] == "203.0.113.1, 127.0.0.1"
        assert (said["HTTP_X_TENANT"], said["HTTP_API_KEY"]) == ("mine", "k")
        assert not {"HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP"} & set(said)


# The PROXY protocol

UNKNOWN = b"PROXY UNKNOWN\r\n"


@pytest.mark.parametrize("options", ["send-proxy", "send-proxy-v2", "send-proxy-v2 proxy-v2-options crc32c,unique-id,authority"])
def test_haproxy_names_the_client(start_gateway, stand_in, haproxy, options):
    gateway = start_gateway(manifest(PATHS, ProxyProtocol="on"), preface=UNKNOWN)
    front = haproxy(gateway, options=options)
    subprocess.run(
        ["curl", "-sf", "--interface", "127.0.0.8", f"http://{front}/a"], capture_output=True, check=True)
    assert event(stand_in.invocations[-1])["requestContext"]["http"]["sourceIp"] == "127.0.0.8"
    assert gateway.wait_for_event("request")["peer"] == "127.0.0.8"


def test_haproxy_checks_the_gateway_in_its_own_name(start_gateway, haproxy):
    gateway = start_gateway(manifest(PATHS, ProxyProtocol="on"), preface=UNKNOWN)
    front = haproxy(
        gateway, lines="  option httpchk GET /readyz\n  timeout check 20s",
        options="send-proxy-v2 check-send-proxy check inter 200ms fall 3 rise 1")
    for _ in range(20):
        time.sleep(0.05)  # all in all for longer than haproxy takes to see that a check fails
        subprocess.run(["curl", "-sf", f"http://{front}/a"], capture_output=True, check=True)


def test_curl_names_the_client(start_gateway, stand_in):
    gateway = start_gateway(manifest(PATHS, ProxyProtocol="on"), preface=UNKNOWN)
    subprocess.run(
        ["curl", "-sf", "--haproxy-protocol", "--interface", "127.0.0.9", f"http://127.0.0.1:{gateway.port}/a"],
        capture_output=True, check=True)
    assert event(stand_in.invocations[-1])["requestContext"]["http"]["sourceIp"] == "127.0.0.9"


def test_a_connection_without_the_header_is_closed_and_counted(start_gateway):
    gateway = start_gateway(
        manifest(PATHS, ProxyProtocol="on", AdminAddr="127.0.0.1:0"), preface=UNKNOWN)
    with socket.create_connection((gateway.host, int(gateway.port)), timeout=60) as connection:
        connection.sendall(b"GET /a HTTP/1.1\r\nhost: a\r\n\r\n")
        try:
            assert connection.recv(1000) == b""
        except ConnectionResetError:
            pass  # it is closed with the request unread
    admin = gateway.wait_for_event("admin_listening")["address"]
    metrics = subprocess.run(
        ["curl", "-sf", f"http://{admin}/metrics"], capture_output=True, check=True, text=True).stdout
    assert 'smug_proxy_headers_refused_total{reason="malformed"} 1' in metrics
    assert 'smug_limit{name="max_proxy_header_bytes"} 4096' in metrics


# Pages of other origins


def test_curl_asks_as_a_browser_does(start_gateway, stand_in):
    cors = {"AllowOrigins": ["https://*.example.com"], "AllowHeaders": ["content-type"], "AllowCredentials": True, "MaxAge": 60}
    gateway = start_gateway(manifest(PATHS, Cors=cors))

    def ask(method, *headers):
        done = subprocess.run(
            ["curl", "-s", "-i", "-X", method, *(word for header in headers for word in ("-H", header)),
             f"http://127.0.0.1:{gateway.port}/a"], capture_output=True, check=True, text=True)
        head, _, _ = done.stdout.partition("\n\n")
        status, *lines = head.replace("\r", "").splitlines()
        return int(status.split()[1]), dict(line.split(": ", 1) for line in lines)

    origin = "Origin: https://shop.example.com"
    status, headers = ask("OPTIONS", origin, "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type")
    assert status == 204
    assert headers["access-control-allow-origin"] == "https://shop.example.com"
    assert headers["access-control-allow-methods"] == "GET, HEAD, POST"
    assert headers["access-control-allow-headers"] == "content-type"
    assert headers["access-control-allow-credentials"] == "true"
    assert headers["access-control-max-age"] == "60"
    status, headers = ask("OPTIONS", "Origin: https://evil.example", "Access-Control-Request-Method: POST")
    assert (status, [name for name in headers if name.startswith("access-control")]) == (204, [])
    assert stand_in.invocations == []
    status, headers = ask("POST", origin)
    assert (status, headers["access-control-allow-origin"]) == (200, "https://shop.example.com")
    assert headers["vary"] == "Origin"


# Compressed answers

TEXT = json.dumps([{"name": f"item {i}", "value": i * i} for i in range(400)])
LARGE = json.dumps([{"name": f"item {i}", "value": i * i} for i in range(40_000)])


def answer_with(text, **headers):
    return with_first(body=text, headers={"content-type": "application/json", "etag": '"v1"', **headers})


DECODERS = {
    "gzip": gzip.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


@pytest.mark.parametrize("text", [TEXT, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_python_reads_what_is_compressed(start_gateway, stand_in, coding, text):
    gateway = start_gateway(manifest(PATHS, Compression="on"))
    stand_in.behave(answer_with(text))
    with gateway.caller() as caller:
        answer = caller.ask("GET", "/a", [("Accept-Encoding", f"br;q=1, {coding};q=0.5")])
        assert answer.headers["content-encoding"] == coding
        assert int(answer.headers["content-length"]) == len(answer.body) < len(text) / 3
        assert DECODERS[coding](answer.body).decode() == text
        assert (answer.headers["etag"], answer.headers["vary"]) == ('W/"v1"', "Accept-Encoding")
        plain = caller.ask("GET", "/a")
        assert (plain.text, plain.headers["content-encoding"], plain.headers["etag"]) == (text, None, '"v1"')
        head = caller.ask("HEAD", "/a", [("Accept-Encoding", coding)])
        # GET's fields, but for a length that is not known.
        assert (head.status, head.headers["content-encoding"], head.headers["content-length"]) == (200, coding, None)
        assert head.headers["etag"] == 'W/"v1"'
        stand_in.behave(answer_with(""))
        head = caller.ask("HEAD", "/a", [("Accept-Encoding", coding)])
        # Without a body nobody knows whether GET's would be compressed, but that it may be.
        assert (head.headers["vary"], head.headers["content-encoding"]) == ("Accept-Encoding", None)


def test_curl_reads_what_is_compressed(start_gateway, stand_in):
    gateway = start_gateway(manifest(PATHS, Compression={"Encodings": ["zstd", "gzip"], "MinBytes": 0}))
    stand_in.behave(answer_with(TEXT))
    for options, coding in ((["--compressed"], "zstd"), (["--compressed", "-H", "accept-encoding: gzip"], "gzip")):
        done = subprocess.run(
            ["curl", "-s", "-D", "/dev/stderr", *options, f"http://127.0.0.1:{gateway.port}/a"],
            capture_output=True, check=True, text=True)
        assert f"content-encoding: {coding}" in done.stderr
        assert done.stdout == TEXT


@pytest.mark.parametrize(
    "headers", [{"content-encoding": "br"}, {"cache-control": "no-transform"}, {"content-range": "bytes 0-1/2"},
                {"content-type": "image/png"}, {"content-digest": "sha-256=:x:"}])
def test_what_may_not_be_changed_is_not(start_gateway, stand_in, headers):
    gateway = start_gateway(manifest(PATHS, Compression="on"))
    stand_in.behave(answer_with(TEXT, **headers))
    answer = gateway.ask("GET", "/a", [("Accept-Encoding", "gzip, zstd")])
    assert answer.headers["content-encoding"] == headers.get("content-encoding")
    assert (answer.text, answer.headers["etag"]) == (TEXT, '"v1"')


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_client_that_wants_nothing_changed_gets_it_as_it_is(start_gateway, stand_in, method):
    gateway = start_gateway(manifest(PATHS, Compression="on"))
    stand_in.behave(answer_with(TEXT))
    answer = gateway.ask(method, "/a", [("Accept-Encoding", "gzip, zstd"), ("Cache-Control", "no-transform")])
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == (None, "Accept-Encoding")
    assert (answer.headers["etag"], answer.headers["content-length"]) == ('"v1"', str(len(TEXT)))


def test_what_a_client_has_is_confirmed_under_its_name(start_gateway, stand_in):
    gateway = start_gateway(manifest(PATHS, Compression="on"))
    stand_in.behave(answer_with(TEXT))
    accepts = ("Accept-Encoding", "gzip")
    etag = gateway.ask("GET", "/a", [accepts]).headers["etag"]
    stand_in.behave(with_first(statusCode=304, body="", headers={"etag": '"v1"'}))
    confirmed = gateway.ask("GET", "/a", [accepts, ("If-None-Match", etag)])
    assert (confirmed.status, confirmed.headers["etag"], confirmed.headers["vary"]) == (304, etag, "Accept-Encoding")


def events_decoder(coding):
    return zlib.decompressobj(31) if coding == "gzip" else zstandard.ZstdDecompressor().decompressobj()


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_each_event_is_there_when_it_is_sent(start_gateway, stand_in, coding):
    paths = {"/events": {"get": route(size=1, wait_ms=0, invokeMode="response_stream", compression="on")}}
    gateway = start_gateway(manifest(paths))
    gates = [threading.Event() for _ in range(5)]

    def write(invocation):
        (item,) = invocation.items
        yield line(item, "head", headers={"content-type": "text/event-stream"})
        for number, gate in enumerate(gates):
            yield line(item, "chunk", body=f"data: {number}\n\n")
            assert gate.wait(60)
        yield line(item, "end")

    stand_in.behave(streamed(write))
    with gateway.caller() as caller:
        caller.send("GET", "/events", [("Accept-Encoding", coding)])
        response = caller._connection.getresponse()
        assert response.headers["content-encoding"] == coding
        decoder = events_decoder(coding)
        for number, gate in enumerate(gates):
            text = b""
            while not text.endswith(b"\n\n"):
                text += decoder.decompress(response.read1(65536))
            assert text == f"data: {number}\n\n".encode()
            gate.set()
        rest = response.read()
        assert decoder.decompress(rest) == b""
        assert decoder.eof


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_stream_that_breaks_off_is_seen_to(start_gateway, stand_in, coding):
    paths = {"/events": {"get": route(size=1, wait_ms=0, invokeMode="response_stream", compression="on")}}
    gateway = start_gateway(manifest(paths))

    def write(invocation):
        (item,) = invocation.items
        yield line(item, "head", headers={"content-type": "text/plain"})
        yield line(item, "chunk", body="text " * 1000)
        yield line(item, "error", statusCode=500, message="no more")

    stand_in.behave(streamed(write))
    with gateway.caller() as caller:
        caller.send("GET", "/events", [("Accept-Encoding", coding)])
        response = caller._connection.getresponse()
        decoder, text = events_decoder(coding), b""
        with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
            while part := response.read1(65536):
                text += decoder.decompress(part)
        assert b"text " * 1000 == text
        assert not decoder.eof


# Clients that are slow.


def read_slowly(gateway, path, part, pause, tls=None):
    """Reads an answer bit by bit over a connection with a small window; what came of it, and how long that took."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        client.settimeout(30)
        client.connect((gateway.host, int(gateway.port)))
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        began, received = time.monotonic(), 0
        while True:
            time.sleep(pause)
            wanted = part
            while wanted > 0:
                try:
                    piece = client.recv(wanted)
                except ConnectionError:
                    return received, time.monotonic() - began
                if not piece:
                    return received, time.monotonic() - began
                received += len(piece)
                wanted -= len(piece)


def test_a_client_that_is_slow_but_steady_gets_all_of_a_large_answer(start_gateway, stand_in):
    size = 5_900_000
    gateway = start_gateway(manifest({"/large": {"get": route(size=1, wait_ms=0)}}, WriteTimeoutMs=1500))
    stand_in.behave(with_first(body="x" * size))
    received, took = read_slowly(gateway, "/large", part=200_000, pause=0.1)
    assert received > size and took > 2, (received, took)
    # Who takes too little of it in that time is left all the same.
    received, took = read_slowly(gateway, "/large", part=2_000, pause=0.1)
    assert received < size
