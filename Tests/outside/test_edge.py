"""What holds between clients and routes: trusted proxies."""

import shutil
import socket
import subprocess

import pytest

from gateway import manifest, route


HAPROXY = """
global
  log stderr format raw local0 warning
defaults
  mode http
  timeout connect 5s
  timeout client 5s
  timeout server 5s
frontend front
  bind 127.0.0.1:{front}
  default_backend back
backend back
{lines}
  server smug {host}:{port} {options}
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def haproxy(tmp_path):
    """Starts haproxy in front of a gateway; gives its port."""
    binary = shutil.which("haproxy", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if binary is None:
        pytest.skip("haproxy is not installed")
    running = []

    def start(gateway, lines="", options=""):
        front = free_port()
        config = tmp_path / f"{front}.cfg"
        config.write_text(HAPROXY.format(
            front=front, lines=lines, host=gateway.host, port=gateway.port, options=options))
        process = subprocess.Popen([binary, "-db", "-f", str(config)], stderr=subprocess.PIPE)
        running.append(process)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", front), timeout=1).close()
                return front
            except OSError:
                assert process.poll() is None, process.stderr.read()
                subprocess.run(["sleep", "0.02"], check=True)
        raise AssertionError("haproxy does not listen")

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


# Trusted proxies


def event(answer):
    """What the stand-in was asked, for the latest request."""
    return answer.items[0]


PATHS = {"/a": {"get": route(size=1, wait_ms=0), "post": route(size=1, wait_ms=0)}}


def test_haproxy_says_who_the_client_is(start_gateway, stand_in, haproxy):
    gateway = start_gateway(manifest(PATHS, TrustedProxyHops=1))
    front = haproxy(gateway, "  option forwardfor\n  http-request set-header x-forwarded-proto https")
    text = subprocess.run(
        ["curl", "-s", "--interface", "127.0.0.7", "-H", "x-forwarded-for: 203.0.113.1", f"http://127.0.0.1:{front}/a"],
        capture_output=True, check=True, text=True).stdout
    assert text.startswith("GET /a")
    item = event(stand_in.invocations[-1])
    assert item["requestContext"]["http"]["sourceIp"] == "127.0.0.7"
    assert item["headers"]["x-forwarded-for"] == "203.0.113.1, 127.0.0.7, 127.0.0.1"
    assert item["headers"]["x-forwarded-proto"] == "https"
    line = gateway.wait_for_event("request")
    assert (line["client"], line["peer"]) == ("127.0.0.7", "127.0.0.1")


def test_nobody_is_believed_unless_it_is_said(start_gateway, stand_in):
    gateway = start_gateway(manifest(PATHS))
    gateway.ask("GET", "/a", [("X-Forwarded-For", "203.0.113.1"), ("X-Forwarded-Proto", "https")])
    item = event(stand_in.invocations[-1])
    assert item["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert item["headers"]["x-forwarded-for"] == "203.0.113.1, 127.0.0.1"
    assert item["headers"]["x-forwarded-proto"] == "http"


# The PROXY protocol

UNKNOWN = b"PROXY UNKNOWN\r\n"


@pytest.mark.parametrize("options", ["send-proxy", "send-proxy-v2", "send-proxy-v2 proxy-v2-options crc32c,unique-id,authority"])
def test_haproxy_names_the_client(start_gateway, stand_in, haproxy, options):
    gateway = start_gateway(manifest(PATHS, ProxyProtocol="on"), preface=UNKNOWN)
    front = haproxy(gateway, options=options)
    subprocess.run(
        ["curl", "-sf", "--interface", "127.0.0.8", f"http://127.0.0.1:{front}/a"], capture_output=True, check=True)
    assert event(stand_in.invocations[-1])["requestContext"]["http"]["sourceIp"] == "127.0.0.8"
    assert gateway.wait_for_event("request")["peer"] == "127.0.0.8"


def test_haproxy_checks_the_gateway_in_its_own_name(start_gateway, haproxy):
    gateway = start_gateway(manifest(PATHS, ProxyProtocol="on"), preface=UNKNOWN)
    front = haproxy(
        gateway, lines="  option httpchk GET /readyz", options="send-proxy-v2 check-send-proxy check inter 50ms fall 1 rise 1")
    for _ in range(20):
        subprocess.run(["curl", "-sf", f"http://127.0.0.1:{front}/a"], capture_output=True, check=True)


def test_curl_names_the_client(start_gateway, stand_in):
    gateway = start_gateway(manifest(PATHS, ProxyProtocol="on"), preface=UNKNOWN)
    subprocess.run(
        ["curl", "-sf", "--haproxy-protocol", "--interface", "127.0.0.9", f"http://127.0.0.1:{gateway.port}/a"],
        capture_output=True, check=True)
    assert event(stand_in.invocations[-1])["requestContext"]["http"]["sourceIp"] == "127.0.0.9"


def test_a_connection_without_the_header_is_closed_and_counted(start_gateway):
    gateway = start_gateway(
        manifest(PATHS, ProxyProtocol="on", AdminAddr="127.0.0.1:0"), preface=UNKNOWN)
    with socket.create_connection((gateway.host, int(gateway.port)), timeout=10) as connection:
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
